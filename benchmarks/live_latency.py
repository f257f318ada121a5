"""
From the commit of a change to its swap in Chromium, in milliseconds: `python -m benchmarks.live_latency [backend …]`.

A reader's browser has the page open, from one process of the site; somebody changes a contact in another one, or in the
same one where the backend reaches no other. The new name is the time just before the commit.
"""

import subprocess
import sys
import time
from statistics import median, quantiles

from tests.browser.live.processes import prepared, serving
from tests.chromium import launched
from tests.differential.releases import RELEASES

BACKENDS = ["memory", "redis", "postgres"]
CHANGES = 40
PAUSE = 0.7  # further changes within half a second are gathered

WATCH = """() => {
  window.milliseconds = []
  const name = () => document.querySelector(".name").innerText
  let last = name()
  new MutationObserver(() => {
    if (name() === last) return
    last = name()
    window.milliseconds.push(performance.timeOrigin + performance.now() - 1000 * last)
  }).observe(document.body, {childList: true, subtree: true})
}"""


def measure(backend: str) -> None:
    with prepared(backend), serving(*[RELEASES[-1].version] * (1 if backend == "memory" else 2)) as processes:
        from contacts.models import Contact

        contact = Contact.objects.create(first_name="0", last_name="", email="")
        with launched() as browser:
            tab = browser.new_page()
            with tab.expect_response("**/live/"):
                tab.goto(processes[0].address)
            tab.evaluate(WATCH)
            for number in range(CHANGES):
                processes[-1].rename(contact.pk, str(time.time()))
                tab.wait_for_function("count => milliseconds.length > count", arg=number)
                time.sleep(PAUSE)
            found: list[float] = tab.evaluate("milliseconds")
    print(f"{backend:<10}{median(found):>8.0f}{quantiles(found, n=20)[-1]:>8.0f}")


def main() -> None:
    if len(sys.argv) == 2:
        measure(sys.argv[1])
        return
    print(f"{CHANGES:<4}changes{'median':>7}{'95 %':>8}", flush=True)
    for backend in sys.argv[1:] or BACKENDS:
        # Each in a process of its own, as Django is set up for one backend only.
        subprocess.run([sys.executable, "-m", "benchmarks.live_latency", backend], check=True)


if __name__ == "__main__":
    main()
