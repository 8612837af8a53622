"""
What stands in a notebook above a page: words for when the page itself is not there.

A notebook keeps its outputs, and a page of ours is gone with its kernel: the next day JupyterLab says "model not found"
in its place. And a front end may lack what shows widgets at all.
"""

from __future__ import annotations

from html import escape

from heartwork.i18n.messages import _

__all__ = ["closed_page"]

# In style sheets alone: a script is not run in a notebook that is opened. They wait a while before they are seen, since
# a page takes a moment, and hide what is said in its place.
_STYLE = """
.hw-again { overflow: clip; animation: hw-again 0s 8s both; }
@keyframes hw-again { from { max-height: 0; visibility: hidden; } to { max-height: 40em; visibility: visible; } }
:is(.jp-OutputArea, .output):has(.hw-page .hw) :is(.jp-OutputArea-child, .output_area):has(.hw-again) { display: none; }
.jp-OutputArea:has(.hw-again) .jupyter-widgets:not(:has(*)),
:is(.jp-OutputArea, .output):has(.hw-again) .hw-page:not(:has(.hw)) { display: none; }
"""


def closed_page() -> dict[str, str]:
    """The words, as an output: without a word of the person's, and always the same."""
    again = _("This page is not open. Run this cell: what you wrote before is kept, and comes back.")
    lacks = _(
        "If this stays when it has run, JupyterLab lacks what shows it. Install ipywidgets and anywidget where "
        "JupyterLab itself is installed, then reload this page:"
    )
    command = "python -m pip install ipywidgets anywidget"
    html = (
        f'<style>{_STYLE}</style><div class="hw-again"><p><strong>{escape(again)}</strong></p>'
        f"<p>{escape(lacks)} <code>{command}</code></p></div>"
    )
    return {"text/html": html, "text/plain": f"{again} {lacks} {command}"}
