"""An author's Markdown as plain data for the templates, with a person's words put in afterwards, as words only."""

from __future__ import annotations

from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from heartwork.question import Piping

__all__ = ["marked"]

_LISTS = {"bullet_list_open": "list", "ordered_list_open": "steps"}


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


def marked(markdown: str, pipe: Piping) -> list[dict[str, object]]:
    """
    Paragraphs and lists, each a list of spans.

    Args:
        markdown: With pipes. They are filled after it was read, so that what a person wrote is never Markdown.
        pipe: Fills them.

    Returns:
        `{"is": "paragraph" | "heading", "spans": [...]}`, or `{"is": "list" | "steps", "items": [spans, ...]}`;
        a span is `{"text", "bold", "italic", "place"}`, where `place` is the page of the kit that it leads to.
    """
    found: list[dict[str, object]] = []
    items: list[list[dict[str, object]]] | None = None
    kind = "paragraph"
    for token in _markdown().parse(markdown):
        if token.type in _LISTS:
            items = []
            found.append({"is": _LISTS[token.type], "items": items})
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            items = None
        elif token.type == "heading_open":
            kind = "heading"
        elif token.type == "paragraph_open":
            kind = "paragraph"
        elif token.type == "inline":
            spans = _spans(token.children or [], pipe)
            if items is None:
                found.append({"is": kind, "spans": spans})
            else:
                items.append(spans)
    return found


def _spans(tokens: list[Token], pipe: Piping) -> list[dict[str, Any]]:
    spans: list[dict[str, Any]] = []
    look: dict[str, Any] = {"bold": False, "italic": False, "place": ""}
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                look["bold"] = token.nesting == 1
            case "em_open" | "em_close":
                look["italic"] = token.nesting == 1
            case "link_open":
                look["place"] = str(token.attrs.get("href", "")).removeprefix("#")
            case "link_close":
                look["place"] = ""
            case _:
                text = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
                if spans and all(spans[-1][key] == value for key, value in look.items()):
                    spans[-1]["text"] += text
                else:
                    spans.append({"text": text, **look})
    return [{**span, "text": pipe(span["text"])} for span in spans]
