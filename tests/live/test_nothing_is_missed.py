"""Random pages and processes, clocks that differ and messages that take their time: no change is missed."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from htmx_partials.live.events import Signal
from htmx_partials.live.following import Wish, follow
from htmx_partials.live.history import History
from htmx_partials.live.moments import Change, Moment, process
from htmx_partials.live.tokens import key_of, read_token, write_token
from tests.live.harness import wish

TOPICS = ["contacts", "stock", "contacts.Contact:1", "contacts.Contact:2"]

# Milliseconds that the clock of a process may differ by, and that a message may take.
SKEW, DELAY = 2000, 1000


class Process:
    """A process: its clock, its history, and the messages on the way to it."""

    def __init__(self, world: World, name: str) -> None:
        self.world = world
        self.name = name
        self.skew = world.chance.randint(-SKEW, SKEW)
        self.coming: deque[tuple[int, list[str], Change]] = deque()
        self.is_listening = True
        with self.here():
            self.history = History(remember=world.chance.choice([5, 60]), max_age=1000)

    @contextmanager
    def here(self) -> Iterator[None]:
        """Let the code under test run in this process."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(process, "name", self.name)
            patch.setattr(process, "now", lambda: self.world.now + self.skew)
            yield

    def send(self, topics: list[str], change: Change) -> None:
        if self.is_listening:
            earliest = self.coming[-1][0] if self.coming else 0
            at = max(earliest, self.world.now + self.world.chance.randint(0, DELAY))
            self.coming.append((at, topics, change))

    def deliver(self) -> None:
        while self.coming and self.coming[0][0] <= self.world.now:
            _, topics, change = self.coming.popleft()
            with self.here():
                self.history.add(topics, change)
                cursor = str(self.history.cursor())
            for page in self.world.pages:
                if page.stream is self:
                    page.hear(topics, change, cursor)

    def lose_connection(self) -> None:
        """Hear nothing for a while; all streams end."""
        self.is_listening = False
        self.coming.clear()
        for page in self.world.pages:
            if page.stream is self:
                page.leave()

    def listen(self) -> None:
        self.is_listening = True
        with self.here():
            self.history.begin()


class Page:
    """A page as the client script keeps it: what it shows of each topic, its tokens, and its stream."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.stream: Process | None = None
        self.since: str | None = None
        self.shown: dict[str, int] = {}
        self.tokens: dict[str, str] = {}
        self.fresh = set(TOPICS)
        self.keys: dict[str, list[str]] = {}
        self.refetch(TOPICS)

    def refetch(self, topics: list[str], own: Change | None = None) -> None:
        """Ask any process; while it answers, others may change something before its view reads it, and after."""
        answering = self.world.any_process()
        with answering.here():
            moment = Moment(process.now(), process.name, *(own or ()))
        self.world.perhaps_change()
        versions = dict(self.world.versions)
        self.world.perhaps_change()
        for topic in topics:
            with answering.here():
                self.tokens[topic] = write_token([topic], "", moment)
            self.shown[topic] = versions[topic]

    def connect(self, to: Process) -> None:
        """Connect, and ask for what was missed; again where tokens were refused, as they are new then."""
        self.leave()
        if not to.is_listening:
            return
        fresh = [self.tokens[topic] for topic in TOPICS if topic in self.fresh]
        followed = [self.tokens[topic] for topic in TOPICS if topic not in self.fresh]
        with to.here():
            cursor = str(to.history.cursor())
            following = follow(Wish(wish(fresh, followed, self.since)), "", to.history, 1000)
        self.stream, self.since, self.keys = to, cursor, following.keys
        refused = self.topics_of(following.refused)
        self.fresh = set(refused)
        self.refetch(TOPICS if following.misses_all else sorted({*refused, *self.topics_of(following.missed.keys)}))
        if refused:
            self.connect(to)

    def leave(self) -> None:
        self.stream = None

    def hear(self, topics: list[str], change: Change, cursor: str) -> None:
        signal = Signal()
        for topic in topics:
            signal.add(self.keys.get(topic, ()), change, readers=1)
        self.since = cursor
        self.refetch([topic for topic in self.topics_of(signal.keys) if not self.is_own(topic, change)])

    def is_own(self, topic: str, change: Change) -> bool:
        token = read_token(self.tokens[topic], "", 10**12)
        assert token
        return token.moment.by == change.by and token.moment.number >= change.number

    def topics_of(self, keys: object) -> list[str]:
        return [topic for topic in TOPICS if key_of(self.tokens[topic]) in keys]  # type: ignore[operator]

    def act(self) -> None:
        """Change something oneself, and show it with the same response."""
        topic = self.world.chance.choice(TOPICS)
        change = self.world.change(topic)
        self.refetch([topic], own=change)


class World:
    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.now = 1_000_000_000
        self.changes = 0
        self.versions = dict.fromkeys(TOPICS, 0)
        self.pages: list[Page] = []
        self.processes = [Process(self, name) for name in ("first", "second")]
        self.now += 100_000
        self.pages = [Page(self) for _ in range(3)]

    def any_process(self) -> Process:
        return self.chance.choice(self.processes)

    def change(self, topic: str) -> Change:
        self.changes += 1
        change = Change(f"task{self.changes}", 1)
        changed = [topic]
        if self.chance.random() < 0.2:
            changed = ["contacts.Contact:*"]
        for each in TOPICS:
            if each in changed or (":" in each and changed[0].endswith("*")):
                self.versions[each] += 1
        if topic not in changed:  # it is told of as well
            changed.append(topic)
            self.versions[topic] += ":" not in topic
        for listening in self.processes:
            listening.send(changed, change)
        return change

    def perhaps_change(self) -> None:
        if self.chance.random() < 0.1:
            self.now += self.chance.randint(0, 50)
            self.change(self.chance.choice(TOPICS))

    def step(self) -> None:
        self.now += self.chance.choice([1, 50, 700, 8000])
        page = self.chance.choice(self.pages)
        chosen = self.any_process()
        match self.chance.randrange(8):
            case 0 | 1 | 2:
                self.change(self.chance.choice(TOPICS))
            case 3:
                page.connect(chosen)
            case 4:
                page.leave()
            case 5:
                page.act()
            case 6 if chosen.is_listening:
                chosen.lose_connection()
            case 6:
                chosen.listen()
        for each in self.processes:
            each.deliver()

    def settle(self) -> None:
        """Let everything listen, all pages connect, and all messages arrive, until nothing changes any more."""
        self.chance.random = lambda: 1.0  # type: ignore[method-assign]
        for each in self.processes:
            if not each.is_listening:
                each.listen()
        for page in self.pages:
            if page.stream is None:
                page.connect(self.any_process())
        self.now += DELAY
        for each in self.processes:
            each.deliver()


@pytest.mark.parametrize("seed", range(60))
def test_every_page_shows_in_the_end_what_a_reload_shows(seed: int) -> None:
    world = World(seed)
    for _ in range(60):
        world.step()
    world.settle()
    assert [page.shown for page in world.pages] == [world.versions] * len(world.pages)
