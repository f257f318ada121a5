"""nginx as a cache in front of gunicorn. `-s` shows the table."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scripts.serving import free_port
from tests.caches.sequences import Answer, Asked, play, sequence

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.processes

CONFIGURATION = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; {user}
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/temporary; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  proxy_cache_path {folder}/cache keys_zone=answers:1m;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://127.0.0.1:{behind};
      proxy_cache answers;
      proxy_cache_key $request_uri;
      proxy_cache_valid any 10m;
      {more}
      add_header X-Cache $upstream_cache_status always;
    }}
  }}
}}
"""


@contextmanager
def running(port: int, *command: str, **environment: str) -> Iterator[None]:
    """Run a server in its own process, once it answers at this port."""
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | environment) as process:
        try:
            for _ in range(300):
                if process.poll() is not None:
                    raise RuntimeError(f"{command[0]} has ended")
                with socket.socket() as attempt:
                    if attempt.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def behind() -> Iterator[int]:
    port = free_port()
    server = [sys.executable, "-m", "gunicorn", "--workers", "1", "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    application = "django.core.wsgi:get_wsgi_application()"
    paths = os.pathsep.join([str(ROOT), str(ROOT / "example_project")])
    with running(port, *server, application, DJANGO_SETTINGS_MODULE="tests.caches.served", PYTHONPATH=paths):
        yield port


@pytest.mark.skipif(NGINX is None, reason="found no nginx: install it (nginx-light)")
@pytest.mark.parametrize(("prefix", "more"), [("", ""), ("soon/", "proxy_cache_revalidate on;")])
def test_nginx_takes_no_answer_for_one_of_another_kind(behind: int, tmp_path: Path, prefix: str, more: str) -> None:
    port = free_port()
    (tmp_path / "nginx.conf").write_text(
        CONFIGURATION.format(
            folder=tmp_path, port=port, behind=behind, more=more, user="user root;" if os.geteuid() == 0 else ""
        )
    )
    states: Counter[str] = Counter()

    def fetch(url: str, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", url, headers=headers)
        response = connection.getresponse()
        answer = Answer(response.status, dict(response.getheaders()), response.read().decode())
        connection.close()
        states[answer.headers.get("X-Cache", "")] += 1
        return answer

    def asked() -> Iterator[Asked]:
        for number, each in enumerate(sequence(seed=len(more), length=3000)):
            if more and number % 1000 == 999:
                time.sleep(1.1)  # until the answers in nginx's cache have expired
            yield each

    with running(port, str(NGINX), "-e", str(tmp_path / "error.log"), "-c", str(tmp_path / "nginx.conf")):
        count = play(fetch, asked(), prefix)
    print(f"\n{count.table(f'nginx {more}'[:34])}\n  {', '.join(f'{name} {n}' for name, n in states.items())}")
    assert count.mixed_up == []
    assert count.answers.total() == 3000
    assert count.validated.total() > 0
    assert states["REVALIDATED" if more else "HIT"] > 0
