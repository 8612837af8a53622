"""
What stands on a page, as widgets: fields that take an answer, and the little that goes with them.

Every part is an own anywidget with native HTML inside. It works in Voila (where our front end brings its code
along), in JupyterLab (where one `AssetBundle` a page brings it), and without any browser.
"""

from __future__ import annotations

from heartwork.widgets.base import AssetBundle, kit_source, shared_layout
from heartwork.widgets.confirm_inputs import PassphraseInput, TypeToConfirm
from heartwork.widgets.controls import (
    ActionButton,
    AutoLockSetting,
    DateRangePicker,
    Download,
    HtmlBlock,
    Languages,
    Leave,
    LeaveTargetSetting,
    Status,
)
from heartwork.widgets.field import Field, FieldChange
from heartwork.widgets.location import Location
from heartwork.widgets.own_editor import OwnEditor
from heartwork.widgets.upload import Upload

__all__ = [
    "ActionButton",
    "AssetBundle",
    "AutoLockSetting",
    "DateRangePicker",
    "Download",
    "Field",
    "FieldChange",
    "HtmlBlock",
    "Languages",
    "Leave",
    "LeaveTargetSetting",
    "Location",
    "OwnEditor",
    "PassphraseInput",
    "Status",
    "TypeToConfirm",
    "Upload",
    "kit_source",
    "shared_layout",
]
