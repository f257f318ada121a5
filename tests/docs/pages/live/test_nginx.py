"""What docs/live.md says of nginx: a stream comes through it event by event."""

import json
import re
import socket
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from scripts.serving import free_port
from tests.caches.test_nginx import NGINX, running

pytestmark = pytest.mark.processes

CONFIGURATION = """
daemon off;
pid {folder}/nginx.pid;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder};
  proxy_temp_path {folder};
  server {{
    listen 127.0.0.1:{port};
    {locations}
  }}
}}
"""


@pytest.mark.skipif(NGINX is None, reason="found no nginx: install it (nginx-light)")
def test_events_come_through_nginx_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    behind, port = free_port(), free_port()
    locations = Path(__file__).with_name("nginx.txt").read_text().replace("8000", str(behind))
    (tmp_path / "nginx.conf").write_text(CONFIGURATION.format(folder=tmp_path, port=port, locations=locations))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.live.served")
    monkeypatch.setenv("PYTHONPATH", "example_project")
    server = [
        sys.executable,
        "-m",
        "uvicorn",
        "tests.live.served:application",
        "--lifespan",
        "off",
        "--port",
        str(behind),
    ]
    nginx = [str(NGINX), "-e", str(tmp_path / "error.log"), "-c", str(tmp_path / "nginx.conf")]
    with running(behind, *server), running(port, *nginx):
        tokens = re.findall('data-live="([^"]*)"', urlopen(f"http://127.0.0.1:{port}/").read().decode())
        body = json.dumps({"fresh": tokens, "followed": [], "since": None})
        head = f"POST /live/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
        with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
            client.sendall(f"{head}Content-Type: application/json\r\n\r\n{body}".encode())
            received = b""
            while b"event: open" not in received:
                received += client.recv(65536)
            urlopen(f"http://127.0.0.1:{port}/change/?topic=stock").close()
            while b"event: changed" not in received:
                received += client.recv(65536)
