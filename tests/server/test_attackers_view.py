"""
What somebody after another person's answer can see through the real interface: HTTP, the real forms, two real servers.

In both rooms the same is done at the same moments, by chance. Only two people, whose answers differ, have given each
other's. What is shown depends on how many gave which answer, never on who: so everything that the attackers are
answered, and all that the chair at the front can see, has to be the same in both. The attackers hold several seats,
join with slips, use them twice, guess, give, change, take back, hand a seat over, and put together what they see.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from heartwork.authoring import plan_reader
from heartwork.authoring.library import WorksheetLibrary
from heartwork.disclosure import Shown
from heartwork.errors import KitError
from heartwork.workshop import seats, shared_answers, slips, tables
from heartwork.workshop.room import Room
from heartwork.workshop.seats import Seat
from tests.server.seats import PASSPHRASE, client, room_of, send
from tests.servers import Held, page_key, workshop

SHELF = WorksheetLibrary()
NAMES = ("boundaries.readiness", "boundaries.medium", "forgive.question-for-me")
STEPS = 45


@dataclass
class World:
    """One of the two rooms."""

    server: Held
    room: Room
    codes: list[str] = field(default_factory=list)
    attackers: list[httpx.Client] = field(default_factory=list)
    news: dict[int, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, World]]:
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("view")
        servers = [stack.enter_context(workshop(folder / world, "--seats", "60")) for world in "ab"]
        yield World(servers[0], room_of(servers[0])), World(servers[1], room_of(servers[1]))


@pytest.mark.parametrize("seed", range(2))
def test_all_that_attackers_see_is_the_same_whoever_of_two_gave_which_answer(
    worlds: tuple[World, World], seed: int
) -> None:
    walk = Walk(worlds, random.Random(seed))

    for _step in range(STEPS):
        walk.step()

    for name in NAMES:
        walk.look(name, people=60)
    walk.attackers_look_around()
    assert walk.shown, "a walk in which nothing was ever shown would say nothing"


class Walk:
    """The same in both rooms, by chance."""

    def __init__(self, worlds: tuple[World, World], chance: random.Random) -> None:
        self.worlds, self.chance = worlds, chance
        self.shown = 0
        for world in worlds:
            _begin_again(world)
        self.people = [[_sits(world.room, world.codes.pop()) for world in worlds] for _person in range(14)]
        self.pairs = {name: self._two_answers(name) for name in NAMES}
        self.used = [world.codes.pop() for world in worlds]
        self._same(lambda world, number: _joins(world, self.used[number]))
        for _seat in range(chance.randint(0, 3)):
            self._same(lambda world, _number: _holds_another(world))

        for person in range(2, len(self.people)):
            for name in NAMES:
                self._taps_something(person, name)

    def step(self) -> None:
        """One thing that somebody does."""
        does = [
            self._somebody_taps,
            self._somebody_taps,
            self._one_of_the_two_taps,
            self._one_of_the_two_taps,
            self._an_attacker_taps,
            self._somebody_leaves,
            self._guess,
            self._use_a_slip_twice,
            self._hand_over,
            self.attackers_look_around,
            lambda: self.look(self.chance.choice(NAMES), people=self.chance.choice((60, 3))),
        ]
        self.chance.choice(does)()

    def look(self, name: str, *, people: int) -> None:
        """Both of the two have tapped or neither has: then the rooms hold the same answers."""
        for person in (0, 1):
            self._tap(name, person)
        question = _question(name)

        def looks(world: World, _number: int) -> Any:
            try:
                return shared_answers.reveal(world.room, name, question, people=people).shown
            except KitError as error:
                return error.sentences

        self.shown += isinstance(self._same(looks), Shown)

    def attackers_look_around(self) -> None:
        """Everything that the attackers' pages and the chair at the front are told."""
        for place in range(len(self.worlds[0].attackers)):
            self._same(lambda world, _number, place=place: _page(world, place))
        self._same(lambda world, _number: _chair(world.room))

    def _somebody_taps(self) -> None:
        self._taps_something(self.chance.randrange(2, len(self.people)), self.chance.choice(NAMES))

    def _taps_something(self, person: int, name: str) -> None:
        answer = self.chance.choice([*_answers(name), None])
        self._same(lambda world, number: _taps(world.room, self.people[person][number], name, answer))

    def _one_of_the_two_taps(self) -> None:
        self._tap(self.chance.choice(NAMES), self.chance.choice((0, 1)))

    def _tap(self, name: str, person: int) -> None:
        pair = self.pairs[name]
        # In the second room the two have given each other's answer.
        self._same(
            lambda world, number: (
                _taps(world.room, self.people[person][number], name, pair[person if number == 0 else 1 - person])
                is None
            )
        )

    def _an_attacker_taps(self) -> None:
        place, name = self.chance.randrange(len(self.worlds[0].attackers)), self.chance.choice(NAMES)
        ask, value = self.chance.choice(["give", "give", "pass", "back"]), self.chance.choice(_answers(name))
        self._same(lambda world, _number: _says(world, place, ask, {"question": name, "value": value}))

    def _somebody_leaves(self) -> None:
        if len(self.people) > 12:
            both = self.people.pop(self.chance.randrange(2, len(self.people)))
            self._same(lambda world, number: seats.give_up(world.room, both[number]))

    def _guess(self) -> None:
        code = "-".join("".join(self.chance.choices("ACDEFGHJKM34679", k=4)) for _half in range(2))
        self._same(lambda world, _number: _types(world, code))

    def _use_a_slip_twice(self) -> None:
        self._same(lambda world, number: _types(world, self.used[number]))

    def _hand_over(self) -> None:
        self._same(lambda world, _number: _hands_over(world))

    def _two_answers(self, name: str) -> list[Any]:
        return self.chance.sample([*_answers(name), None], 2)

    def _same(self, do: Callable[[World, int], Any]) -> Any:
        first, second = (do(world, number) for number, world in enumerate(self.worlds))
        assert first == second
        return first


def _begin_again(world: World) -> None:
    """Nobody is there, nothing was shown, and slips lie on the chairs."""
    with world.room.engine.begin() as connection:
        for table in (tables.looks, tables.slips, tables.seats, tables.attempts):
            connection.execute(table.delete())
    slips.set_required(world.room, True)
    world.codes = slips.issue(world.room, 40)
    world.attackers, world.news = [], {}


def _question(name: str) -> Any:
    return plan_reader.shared_question(SHELF, name)


def _answers(name: str) -> list[Any]:
    if name == "boundaries.readiness":
        return list(range(11))
    keys = [key for key, _label in _question(name).kind.props(str)["options"]][:3]
    return [[key] for key in keys] if name == "boundaries.medium" else keys


def _sits(room: Room, code: str) -> Seat:
    """Somebody sits down with a slip; their pages are not needed for what they tap."""
    return seats.take(room, admission=room.admit(code, who="192.168.0.9"))[0]


def _joins(world: World, code: str) -> bool:
    """An attacker joins by the square on a slip and the real forms."""
    browser = client(world.server)
    browser.get("enter", params={"code": code})
    send(browser, "code", code=code)
    world.attackers.append(browser)
    return "You have a seat" in send(browser, "passphrase", new=PASSPHRASE, again=PASSPHRASE).text


def _holds_another(world: World) -> None:
    """The attacker has one more seat, in a browser of its own."""
    name = next(name for name in world.attackers[0].cookies if name.startswith("seat-"))
    admission = world.room.admit(world.codes.pop(), who="192.168.0.9")
    browser = client(world.server)
    browser.get("")
    browser.cookies.set(name, seats.take(world.room, admission=admission)[1], domain="127.0.0.1", path="/")
    world.attackers.append(browser)


def _taps(room: Room, seat: Seat, name: str, answer: Any) -> str | None:
    """Somebody gives, or passes; what they are told where they cannot."""
    try:
        if answer is None:
            shared_answers.pass_by(room, seat, name, _question(name))
        else:
            shared_answers.give(room, seat, name, _question(name), answer)
    except KitError as error:
        return error.sentences
    return None


def _says(world: World, place: int, ask: str, said: dict[str, Any]) -> tuple[int, Any]:
    """An attacker's page says something to the room; what it hears, but for what differs by chance."""
    browser = world.attackers[place]
    heard = browser.post(f"room/{ask}", json=said, headers={"X-XSRFToken": page_key(browser.cookies)})
    told = heard.json()
    turn = told.pop("turn", None)
    if turn is not None:
        told["is news"], world.news[place] = turn != world.news.get(place), turn
    for key in ("seat", "words"):
        told.pop(key, None)
    return heard.status_code, told


def _page(world: World, place: int) -> Any:
    """All that a page of an attacker is told."""
    # "mine" asks for the passphrase while a key is being made: a matter of the moment, and of one's own.
    pages = [world.attackers[place].get(path) for path in ("seat", "handover")]
    plain = [re.sub(r'\d+|value="[^"]*"', "", page.text) for page in pages]
    return _says(world, place, "now", {"place": "boundaries"}), _says(world, place, "left", {}), plain


def _chair(room: Room) -> Any:
    """All that the person leading is told, and the wall."""
    how = seats.attendance(room)
    looks = {name: look.shown for name, look in shared_answers.reveals(room).items()}
    return shared_answers.tapped(room), (how.joined, how.here, how.places, how.elsewhere), looks, slips.count(room)


def _types(world: World, code: str) -> tuple[int, list[str]]:
    """Somebody types a code in a browser that was never there."""
    browser = client(world.server)
    browser.get("")
    answer = send(browser, "code", code=code)
    return answer.status_code, re.findall(r'role="alert">([^<]*)', answer.text)


def _hands_over(world: World) -> tuple[int, int]:
    """An attacker hands a seat over to another browser, and tries the same code once more."""
    page = send(world.attackers[0], "handover").text
    (code,) = re.findall(r'class="hw-wall-code" translate="no">([A-Z0-9-]+)<', page)
    another = client(world.server)
    another.get("")
    said = {"_xsrf": page_key(another.cookies), "code": code}
    first = another.post("code", data=said, follow_redirects=False)
    return first.status_code, _types(world, code)[0]
