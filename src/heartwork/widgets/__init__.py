"""
What stands on a page, as widgets: fields that take an answer, and the little that goes with them.

Every part is an own anywidget with native HTML inside. It works in Voila (where our front end brings `fields.js`
along), in JupyterLab (where one `Kit` widget a page brings it), and without any browser.
"""

from __future__ import annotations

from heartwork.widgets.base import Kit, kit_source, shared_layout
from heartwork.widgets.confirm_inputs import Passphrase, Typed
from heartwork.widgets.controls import Act, Download, Languages, Leads, Leave, Prose, Span, Status
from heartwork.widgets.field import Field, Said
from heartwork.widgets.location import Place
from heartwork.widgets.upload import Upload

__all__ = [
    "Act",
    "Download",
    "Field",
    "Kit",
    "Languages",
    "Leads",
    "Leave",
    "Passphrase",
    "Place",
    "Prose",
    "Said",
    "Span",
    "Status",
    "Typed",
    "Upload",
    "kit_source",
    "shared_layout",
]
