"""
What a participant's page says to the room, and what it hears: plain JSON in and out.

The server knows the seat by its cookie, and hands on what the page said. Everything a person reads is in the reply,
in words; the page puts it in its place.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache

from heartwork.authoring import plan_reader
from heartwork.authoring.library import WorksheetLibrary
from heartwork.authoring.plan_reader import Plan
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _, ngettext
from heartwork.pages.markup import as_html, tag, words
from heartwork.question import Question
from heartwork.workshop import activities, seats, shared_answers
from heartwork.workshop.reveal_text import all_told, asked
from heartwork.workshop.room import Room
from heartwork.workshop.seats import Seat
from heartwork.workshop.shared_answers import Given, Reveal

__all__ = ["ASKS", "answer", "time_left"]

#: What can be said: `now` (every few seconds), `give`, `pass`, `back`, `left` (what left my screen).
ASKS = ("now", "give", "pass", "back", "left")


def answer(room: Room, seat: Seat, shelf: WorksheetLibrary, ask: str, said: Mapping[str, object]) -> dict[str, object]:
    """
    Answer one page.

    Args:
        room: The room.
        seat: The seat that asks.
        shelf: The worksheets, in the language of the room.
        ask: One of `ASKS`.
        said: What it says with it: `place` (where it is) with `now`; `question` and `value` with `give`; `question`
            with `pass` and `back`.

    Returns:
        For `now`, `give`, `pass` and `back`: how things are now. For `left`: everything that left this screen.

    Raises:
        KitError: If it cannot be done; `sentences` is for the person.
    """
    name = _plain(said.get("question", ""))
    if ask == "now":
        place = _plain(said.get("place", ""))
        # At a worksheet or not; nobody is noted in the quiet corner, or at the help lines.
        seats.seen(room, seat, place if place.partition("/")[0] in shelf.ids else "")
    elif ask == "give":
        shared_answers.give(room, seat, name, _question(shelf, name), said.get("value"))
    elif ask == "pass":
        shared_answers.pass_by(room, seat, name, _question(shelf, name))
    elif ask == "back":
        shared_answers.take_back(room, seat, name)
    elif ask == "left":
        return _left(room, seat, shelf)
    else:
        raise KitError([Problem(what=_("the page asked for something that is not there."), mend=_("Load it again."))])
    return _now(room, seat, shelf)


def _now(room: Room, seat: Seat, shelf: WorksheetLibrary) -> dict[str, object]:
    facts = room.facts()
    plan = _plan(shelf, facts.plan)
    open_ = activities.now_open(room)
    activity = plan.activity(open_.activity) if open_ else None
    ends_in = (open_.timer_ends - room.clock()).total_seconds() if open_ and open_.timer_ends else None
    given = {one.question: one for one in shared_answers.left_screen(room, seat)}
    looked = shared_answers.reveals(room)
    return {
        "turn": _news(given.values(), looked),
        "closed": facts.closed is not None,
        "seat": seat.number,
        "words": _labels(seat),
        "open": None
        if activity is None
        else {
            "title": activity.title,
            "place": activity.place,
            "html": as_html(activity.show, lambda name: None),
            "time": time_left(ends_in),
        },
        "questions": {
            name: _state(
                question, given.get(name), looked=name in looked, may_give=shared_answers.may_give(room, seat, name)
            )
            for name in sorted({*plan.shared, *given})
            if (question := plan_reader.shared_question(shelf, name)) is not None
        },
    }


def _news(given: Iterable[Given], looked: Mapping[str, Reveal]) -> str:
    """
    Another text whenever there is something new under "What left my screen", and only then.

    It is made of what this page may see anyway; a number that every tap raises would tell everybody of every tap.
    """
    seen = (
        [[one.question, one.at.isoformat()] for one in given],
        [[name, look.at.isoformat()] for name, look in looked.items()],
    )
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]


def _state(question: Question, given: Given | None, *, looked: bool, may_give: bool) -> dict[str, object]:
    """
    How it stands with one question: `open`, `given`, `passed`, `over`; and the sentence for it.

    It is over too where this seat can give nothing to it.
    """
    if looked:
        return {"state": "over", "said": _("The room has looked at this one. Nothing more can be given to it.")}
    if given is None and not may_give:
        said = _("This one goes to the room only where there is a slip of paper for each person. It stays with you.")
        return {"state": "over", "said": said}
    if given is None:
        return {"state": "open", "said": _("Nothing of this has left your screen.")}
    if given.passed:
        return {"state": "passed", "said": _("You passed. Nobody can see who did.")}
    said = _("You shared: {answer}").format(answer=question.said(given.answer, _alone))
    return {"state": "given", "answer": given.answer, "said": said}


def _left(room: Room, seat: Seat, shelf: WorksheetLibrary) -> dict[str, object]:
    lines = []
    for one in shared_answers.left_screen(room, seat):
        question = plan_reader.shared_question(shelf, one.question)
        if question is None:
            continue
        if one.looked:
            said = _(
                "You tapped: an answer or a pass. The room has looked at the answers together, and "
                "yours has been deleted there."
            )
        elif one.passed:
            said = _("You passed.")
        else:
            said = question.said(one.answer, _alone)
        lines.append({"question": one.question, "ask": asked(question), "said": said, "back": not one.looked})
    return {
        "lines": lines,
        "shown": [
            {
                "ask": one.question,
                "lines": [{"label": line.label, "many": line.many} for line in one.lines],
                "sentence": one.sentence,
                "cannot": one.cannot,
            }
            for one in all_told(room, shelf)
        ],
        "words": _labels(seat),
    }


def _labels(seat: Seat) -> dict[str, str]:
    return {
        "name": _("This workshop"),
        "seat": _("Your seat: {number}").format(number=seat.number),
        "go": _("Go there"),
        "none": _("Nothing is open now."),
        "free": tag("p", _("Go on as you like.")),
        "closed": _("The workshop is over. What you wrote is still here, for you only."),
        "room": _("What left my screen"),
        "quiet": _("Quiet corner"),
        "mine": _("Take home or erase"),
        "giving": _("For the room"),
        "give": _("Share this answer with the room"),
        "again": _("Give this one instead"),
        "pass": _("Pass"),
        "back": _("Take it back"),
        "first": _("For the room, if you like: answer it first. Or pass."),
        "about": " ".join(
            [
                _("For the room, if you like: without your name, and shown only in a group. Nobody sees who passed."),
                _("The person leading the workshop may keep what the room is shown."),
            ]
        ),
        "nothing": _("Nothing has left your screen."),
        "shown": _("What the room was shown"),
        "lost": _("The room isn't answering right now. Nothing left your screen. Try again in a moment."),
    }


def time_left(seconds: float | None) -> str:
    """What is left of the timer; in minutes, so that nobody watches seconds run."""
    if seconds is None:
        return ""
    if seconds <= 0:
        return _("The time for this is over. Finish your sentence; nobody is hurrying you.")
    minutes = max(1, round(seconds / 60))
    return ngettext("about {count} minute left", "about {count} minutes left", minutes).format(count=minutes)


def _question(shelf: WorksheetLibrary, name: str) -> Question:
    question = plan_reader.shared_question(shelf, name)
    if question is None:
        what = _("this cannot be shared with the room.")
        raise KitError(
            [Problem(what=what, mend=_("Only numbers and choices can be shared, where the page offers it."))]
        )
    return question


def _plain(said: object) -> str:
    """A text without what no database takes: halves of characters, and the one that ends texts in some."""
    return str(said).encode(errors="ignore").decode().replace("\0", "")


def _alone(text: str) -> str:
    """Texts of an author with nobody's own words in them."""
    return words(text, lambda name: None)


@lru_cache(maxsize=4)
def _plan(shelf: WorksheetLibrary, id_: str) -> Plan:
    # A plan does not change while a room uses it.
    return plan_reader.plan(shelf, id_)
