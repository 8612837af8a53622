"""The one look at each question, as whoever leads a workshop asks for it: how many people there are, then the look."""

from __future__ import annotations

from html import escape

from ipywidgets import Widget

from heartwork.disclosure import floor_of, needs_slip
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _, ngettext
from heartwork.pages.markup import tag
from heartwork.question import Question
from heartwork.widgets import HtmlBlock
from heartwork.workshop import shared_answers
from heartwork.workshop.facilitator.confirm_button import ConfirmButton
from heartwork.workshop.facilitator.count_field import CountField
from heartwork.workshop.facilitator.projector import look_html
from heartwork.workshop.reveal_text import asked, told
from heartwork.workshop.room import Room

__all__ = ["RevealControl", "people_count", "put"]


def people_count() -> CountField:
    """How many people are in the room: asked before a look, because seats are not people."""
    return CountField(
        "room.people",
        ask=_("How many people are in the room?"),
        hint=_(
            "Everybody who has a seat, but not you as the leader. Where more seats are in use, nothing is looked at."
        ),
        most=999,
    )


class RevealControl:
    """One question that can be given to the room: how many tapped, and the look, asked for twice."""

    def __init__(self, room: Room, name: str, question: Question, people: CountField) -> None:
        self._room, self._name, self._question, self._people = room, name, question, people
        self._state, self._refused = HtmlBlock(), HtmlBlock(shown=False)
        self._look = ConfirmButton(
            _("Look at it, once"),
            sure=_("Has everyone who wants to answered? After this, nobody can add anything, whatever is shown."),
            yes=_("Yes, look now"),
            act=self._looked,
        )
        self.widgets: list[Widget] = [self._state, self._refused, *self._look.widgets]

    def follow(self) -> None:
        look = shared_answers.reveals(self._room).get(self._name)
        tapped = shared_answers.tapped(self._room).get(self._name, shared_answers.ResponseCount(None, False))
        put(self._state, look_html(told(self._question, look)) if look is not None else self._before(tapped))
        self._look.show(look is None and tapped.enough)

    def _before(self, tapped: shared_answers.ResponseCount) -> str:
        floor = floor_of(self._name, raised=self._room.facts().floor)
        if tapped.count is None:
            said = _("Fewer than {count} people have tapped so far. It can be looked at from {count} on.").format(
                count=floor
            )
        else:
            said = ngettext(
                "{count} person has tapped, an answer or a pass.",
                "{count} people have tapped, an answer or a pass.",
                tapped.count,
            ).format(count=tapped.count)
        slip = _("It needs slips: only seats that were taken with one can answer it for the room, or pass.")
        below = tag("p", slip, looks="hw-hint") if needs_slip(self._name) else ""
        return tag("h3", asked(self._question)) + tag("p", said) + below

    def _looked(self) -> None:
        try:
            shared_answers.reveal(self._room, self._name, self._question, people=self._counted())
        except KitError as error:
            put(self._refused, f'<p class="hw-notice" role="alert">{escape(error.sentences)}</p>')
        self._refused.shown = self._name not in shared_answers.reveals(self._room)
        self.follow()

    def _counted(self) -> int:
        count = self._people.count
        if count is None:
            what = _("it isn't known yet how many people are in the room.")
            raise KitError([Problem(what=what, mend=_("Write it in the field above. Nothing was looked at."))])
        return count


def put(prose: HtmlBlock, html: str) -> None:
    """Show HTML, where it is not there already."""
    if prose.html != html:
        prose.html = html
