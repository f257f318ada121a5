"""
The transcripts of Chromium for each play, packed into a file for each module of scenarios.

The key of a recording is the hash of htmx's file and of the scenario's source. If either changes, the recording is
stale.
"""

import json
import lzma
from functools import cache
from pathlib import Path

from tests.differential.keys import key_of
from tests.differential.playing import Play
from tests.differential.scenarios import MODULES

FOLDER = Path(__file__).parent / "recordings"
PLAYS = {
    module: {str(play): play for scenario in scenarios for play in scenario.plays}
    for module, scenarios in MODULES.items()
}

type Recordings = dict[str, list[str]]
"""The key and the transcript of each play, by its name."""


def read(module: str) -> Recordings:
    file = FOLDER / f"{module}.json.xz"
    return json.loads(lzma.decompress(file.read_bytes())) if file.exists() else {}


def write(module: str, recordings: Recordings) -> None:
    FOLDER.mkdir(exist_ok=True)
    content = json.dumps(recordings, ensure_ascii=False, indent=0, sort_keys=True)
    (FOLDER / f"{module}.json.xz").write_bytes(lzma.compress(content.encode(), preset=9 | lzma.PRESET_EXTREME))


@cache
def everything() -> Recordings:
    return {name: recording for module in MODULES for name, recording in read(module).items()}


def is_stale(play: Play) -> bool:
    return str(play) not in everything() or everything()[str(play)][0] != key_of(play)


def transcript_of(play: Play) -> str:
    assert not is_stale(play), f"What Chromium makes of “{play}” is not recorded as it is now: run `make record`."
    return everything()[str(play)][1]
