"""Markdown of an author as clean HTML, with a person's words in it as words only."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import escape

import nh3
from markdown_it import MarkdownIt

from heartwork.conditions import AnswerLookup
from heartwork.piping import piped

__all__ = ["as_html", "link", "tag", "words"]

_TAGS = {"p", "a", "em", "strong", "ul", "ol", "li", "blockquote", "h3", "h4", "br", "hr"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&:@/\"'=$^])")


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "typographer": False})


def as_html(markdown: str, answers: AnswerLookup) -> str:
    """
    An author's Markdown as HTML: a few plain tags, links only to places of the kit (`#boundaries`).

    Args:
        markdown: With pipes.
        answers: Looks an answer up by its full name; what a person wrote stays plain text.
    """
    # Pages word their texts anew with each change, and most hold no answer. Nobody's words are remembered here.
    return _cleaned(piped(markdown, answers, escape=_plain)) if "{" in markdown else _remembered(markdown)


@lru_cache(maxsize=512)
def _remembered(markdown: str) -> str:
    return _cleaned(markdown)


def _cleaned(markdown: str) -> str:
    html = _markdown().render(markdown)
    return nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}}, attribute_filter=_inside_only, link_rel=None, url_schemes=set()
    )


def words(text: str, answers: AnswerLookup) -> str:
    """An author's plain text with pipes, as a person reads it. Not HTML: escape it, or set it as text."""
    return piped(text, answers)


def link(place: str, text: str, *, looks: str = "") -> str:
    """A link to a place of the kit."""
    css = f' class="{looks}"' if looks else ""
    return f'<a href="#{escape(place, quote=True)}"{css}>{escape(text)}</a>'


def tag(name: str, text: str, *, looks: str = "") -> str:
    """A text in an element of HTML: `tag("p", "Take your time.")`."""
    css = f' class="{looks}"' if looks else ""
    return f"<{name}{css}>{escape(text)}</{name}>"


def _plain(text: str) -> str:
    # Half of a surrogate pair is no text to the cleaner, which would take the whole page for none.
    text = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return _SPECIAL.sub(r"\\\1", text)


def _inside_only(tag: str, attribute: str, value: str) -> str | None:
    return value if value.startswith("#") else None
