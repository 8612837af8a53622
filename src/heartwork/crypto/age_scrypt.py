"""
A passphrase round a few bytes, in the format of age (https://github.com/C2SP/C2SP/blob/main/age.md).

pyrage does this too, with as much work as takes a second while it is at it. How much that is depends on what else the
computer does: now it takes a gigabyte of memory, then a busy computer refuses to open what was locked while it rested.
Here the work is the same every time.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from heartwork.i18n.messages import _

__all__ = ["WORK", "lock", "unlock"]

#: The work of a new lock, as a power of two, as the program `age` itself has it: 256 MiB, and about a second.
WORK = 18
#: What is opened at most: a gigabyte.
_MOST_WORK = 20

_VERSION = b"age-encryption.org/v1\n"
_STANZA = re.compile(rb"-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n([A-Za-z0-9+/]{43})\n---")
_MAC = re.compile(rb" ([A-Za-z0-9+/]{43})\n")
_ONE_CHUNK = 64 * 1024
_ONCE = bytes(12)  # each key below is used for one message only
_LAST = bytes(11) + b"\x01"  # the first chunk, and the last one


def lock(content: bytes, passphrase: str) -> bytes:
    """
    Content under a passphrase; takes about a second, in which other threads run.

    Args:
        content: At most 64 KiB.
        passphrase: As it was typed.
    """
    if len(content) > _ONE_CHUNK:
        raise ValueError("more than one chunk")
    key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrapped = ChaCha20Poly1305(_stretched(passphrase, salt, WORK)).encrypt(_ONCE, key, None)
    head = _VERSION + b"-> scrypt %s %d\n%s\n---" % (_text(salt), WORK, _text(wrapped))
    sealed = ChaCha20Poly1305(_derived(key, nonce, b"payload")).encrypt(_LAST, content, None)
    return head + b" %s\n" % _text(_mac(key, head)) + nonce + sealed


def unlock(locked: bytes, passphrase: str) -> bytes | None:
    """
    What is under a passphrase; None when it is not the one.

    Raises:
        ValueError: If this is nothing that `lock`, or another tool of age, could have made; it says why, in words.
    """
    stanza = _STANZA.match(locked, len(_VERSION)) if locked.startswith(_VERSION) else None
    mac = stanza and _MAC.match(locked, stanza.end())
    if stanza is None or mac is None:
        raise ValueError(_("it does not begin as a key does"))
    work = int(stanza[2])
    if work > _MOST_WORK:
        raise ValueError(_("opening it would take too much memory"))
    try:
        key = ChaCha20Poly1305(_stretched(passphrase, _bytes(stanza[1]), work)).decrypt(_ONCE, _bytes(stanza[3]), None)
    except InvalidTag:
        return None
    nonce, sealed = locked[mac.end() :][:16], locked[mac.end() + 16 :]
    try:
        if not hmac.compare_digest(_mac(key, locked[: stanza.end()]), _bytes(mac[1])):
            raise ValueError(_("its beginning was changed"))
        return ChaCha20Poly1305(_derived(key, nonce, b"payload")).decrypt(_LAST, sealed, None)
    except InvalidTag:
        raise ValueError(_("it is not whole")) from None


def _stretched(passphrase: str, salt: bytes, work: int) -> bytes:
    salt = b"age-encryption.org/v1/scrypt" + salt
    memory = 2 ** (work + 10) + 2**20  # what it takes, and a little
    # A browser may cut an emoji in two: half a character locks and opens like any other.
    typed = passphrase.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(typed, salt=salt, n=2**work, r=8, p=1, maxmem=memory, dklen=32)


def _derived(key: bytes, salt: bytes | None, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose).derive(key)


def _mac(key: bytes, head: bytes) -> bytes:
    return hmac.digest(_derived(key, None, b"header"), head, "sha256")


def _text(content: bytes) -> bytes:
    return base64.b64encode(content).rstrip(b"=")


def _bytes(text: bytes) -> bytes:
    found = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    if _text(found) != text:  # bits after the end: the format has one spelling for each
        raise ValueError(_("it does not begin as a key does"))
    return found
