from pathlib import Path

import htmx_partials.live


def test_the_client_script_has_6_kb_at_most():
    script = Path(htmx_partials.live.__file__).parent / "static/htmx_partials/live.js"

    assert len(script.read_bytes()) <= 6 * 1024
