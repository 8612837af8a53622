"""The same passphrase in other code points: what locks, what opens, and what is refused."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartwork.normalization.passphrases import MOST_SPELLINGS, canonical, flaw, spellings

#: What a phone, a pasted line or another keyboard makes of it; and how a keyboard types it.
VARIANTS = [
    ("don’t", "don't"),
    ("don‘t", "don't"),
    ("“yes”", '"yes"'),
    ("«yes»", '"yes"'),
    ("horse–ladder", "horse--ladder"),
    ("horse—ladder", "horse--ladder"),
    ("horse‑ladder", "horse-ladder"),
    ("horse−ladder", "horse-ladder"),
    ("well…", "well..."),
    ("ｈｏｒｓｅ　ｌａｄｄｅｒ", "horse ladder"),
    ("horse\u00a0ladder", "horse ladder"),
    ("horse\u202fladder", "horse ladder"),
    ("horse ladder ", "horse ladder"),
    (" horse ladder\u3000", "horse ladder"),
    ("\ufeffhorse", "horse"),
    ("hor\u00adse", "horse"),
    ("hor\u200bse", "horse"),
    ("hor\u200dse", "horse"),
    ("\u2066horse\u2069", "horse"),
    ("ﬁsh", "fish"),
    ("re\u0301gle", "régle"),
    ("\u212bngstrom", "\u00c5ngstrom"),
    ("❤\ufe0f", "❤"),
    ("ﾊﾞｽ", "バス"),
]


@pytest.mark.parametrize(("other", "typed"), VARIANTS)
def test_what_a_phone_makes_of_it_locks_as_it_is_typed_on_a_keyboard(other: str, typed: str) -> None:
    assert canonical(other) == canonical(typed) == unicodedata.normalize("NFC", typed)


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1), st.sampled_from(["", "  ", " "]))
def test_what_is_typed_in_ascii_locks_exactly_as_it_was_typed(word: str, between: str) -> None:
    """So that every tool of age opens it with just that."""
    assert canonical(word + between + word) == word + between + word


@given(st.text())
def test_the_canonical_form_is_its_own(typed: str) -> None:
    assert canonical(canonical(typed)) == canonical(typed)


@given(st.text())
def test_few_spellings_are_tried_the_canonical_one_first_and_what_was_typed_among_them(typed: str) -> None:
    tried = spellings(typed)

    assert len(tried) <= MOST_SPELLINGS
    assert len(set(tried)) == len(tried)
    if canonical(typed):
        assert tried[0] == canonical(typed)
    if typed:
        assert unicodedata.normalize("NFC", typed) in tried


@given(st.text())
def test_without_earlier_spellings_there_are_two_at_most(typed: str) -> None:
    assert len(spellings(typed, earlier=False)) <= 2


@pytest.mark.parametrize(
    ("locked_by_an_earlier_version", "typed"),
    [
        ("don’t “look”", 'don\'t "look"'),
        ("‘quiet’ now", "'quiet' now"),
        ("horse—ladder…", "horse--ladder..."),
        ("horse–ladder", "horse--ladder"),
        ("horse-ladder", "horse–ladder"),
        ("horse ladder ", "horse ladder"),
        ("horse\u00a0ladder", "horse\u00a0ladder"),
        ("ｈｏｒｓｅ", "ｈｏｒｓｅ"),
    ],
)
def test_what_an_earlier_version_locked_with_is_among_the_spellings(
    locked_by_an_earlier_version: str, typed: str
) -> None:
    assert locked_by_an_earlier_version in spellings(typed)


@pytest.mark.parametrize("other", ["Horse", "horsé", "horse  ladder", "İzmir"])
def test_capitals_accents_and_inner_spaces_count(other: str) -> None:
    assert canonical(other) not in (canonical("horse"), canonical("horse ladder"), canonical("izmir"))


@pytest.mark.parametrize("typed", ["", " ", "\u3000\u00a0", "\ufeff", "\u200b\u00ad"])
def test_nothing_that_can_be_seen_is_no_passphrase(typed: str) -> None:
    assert flaw(typed) != ""


@pytest.mark.parametrize("odd", ["\0", "\t", "\x1b", "\x85", "\ud83d", "\ufffd", "\ue000", "\u2028", "\U000e0fff"])
def test_what_no_keyboard_types_is_refused(odd: str) -> None:
    assert "no keyboard can type" in flaw(f"horse{odd}ladder")


@pytest.mark.parametrize("typed", ["a", "👩\u200d👩\u200d👧", "می\u200cخواهم", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "mañana", "ภาษาไทย"])
def test_words_and_emoji_of_any_script_are_a_passphrase(typed: str) -> None:
    assert flaw(typed) == ""
    assert canonical(typed) == typed
