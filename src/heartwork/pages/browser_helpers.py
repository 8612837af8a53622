"""What a browser's own helpers could pass on of what is written, and what these pages do about it."""

from __future__ import annotations

from heartwork.i18n.messages import _

__all__ = ["helpers_html"]


def helpers_html(*, passphrase: bool) -> str:
    """
    Said where the person reads where their answers are; `HELPERS` in `frontend/dom.js` is what is done.

    Args:
        passphrase: Whether to say that a browser may keep the passphrase: not on a device of several people, where
            none is asked to.
    """
    lines = [
        _(
            "Some browsers can send what you type to their maker to check its spelling. These pages ask for no check, "
            "unless you choose it under “How it looks”, at the foot of the page."
        ),
        _(
            "If you have a page translated by your browser, the page goes to whoever translates it. Your answers are "
            "marked to be left out; a question that repeats some of your words is not."
        ),
    ]
    if passphrase:
        lines.append(
            _("A browser may offer to keep your passphrase. Then whoever uses that browser can open your pages.")
        )
    return f"<h2>{_('What your browser could pass on')}</h2>" + "".join(f"<p>{line}</p>" for line in lines)
