"""What pages say where they are read on a phone and kept on the laptop, and what they leave to the laptop."""

from __future__ import annotations

from heartwork.i18n.messages import _
from heartwork.paths import travels_in_the_clear

__all__ = ["left_to_laptop_html", "way_to_laptop"]


def way_to_laptop(*, encrypted: bool | None = None) -> str:
    """
    Who could read what goes between the phone and the laptop.

    Args:
        encrypted: Whether it is encrypted; as this kernel was told when None.
    """
    if travels_in_the_clear() if encrypted is None else not encrypted:
        return _(
            "What travels between this phone and the laptop is not encrypted. Anyone on the same network who knows "
            "how could read along, and could get in as your phone."
        )
    return _(
        "What travels between this phone and the laptop is encrypted, and no other device is let in while yours is."
    )


def left_to_laptop_html() -> str:
    """What is not offered here, and why."""
    what = _(
        "Setting, changing or taking away the passphrase, seeing what heartwork leaves on the laptop, and deleting "
        "everything: you find these on this page there. That way nobody who picks up your phone, or gets in as it, can "
        "lock you out or delete what you wrote."
    )
    return f"<h2>{_('On your laptop')}</h2><p>{what}</p>"
