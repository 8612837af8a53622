"""What worked: the words that were tried, and how often they helped."""

from __future__ import annotations

from collections import Counter

from heartwork.analysis.coerce import given, one_key, words
from heartwork.analysis.ordering import present
from heartwork.analysis.source import Source
from heartwork.analysis.table import Column, MinimumData, Omitted, Table
from heartwork.i18n.messages import N_, _
from heartwork.normalization.phrases import line_key

__all__ = ["FEW", "HOW", "helpful_words"]

_NEEDED = 3

#: Under so many tries it is too early to say anything of a line.
FEW = 3

#: How it went, as it is kept, and in words.
HOW = {"helped": N_("Helped"), "a-little": N_("Helped a little"), "not-this-time": N_("Not this time")}


def helpful_words(source: Source) -> Table:
    """
    Each line that was tried.

    Args:
        source: Its check-ins are read, of them `phrase` and `phrase-worked`. Which lines are the same is
            decided by `line_key`.

    Returns:
        `phrase` (as it was written last), `tries`, a column for each of `HOW`, and `unsaid` (tries without a word on
        how it went). The lines with the most tries come first. A check-in from before the question was asked counts
        as unsaid, never as helped.

    Source: own definition; the gate is a choice of ours, not evidence.
    """
    written: dict[str, str] = {}
    counts: dict[str, Counter[str]] = {}
    for entry in source.check_ins:
        phrase = words(given(entry, "phrase"))
        if phrase:
            same = line_key(phrase)
            written[same] = phrase
            how = one_key(given(entry, "phrase-worked"))
            counts.setdefault(same, Counter())[how if how in HOW else "unsaid"] += 1
    tries = {same: sum(found.values()) for same, found in counts.items()}
    ordered = sorted(counts, key=lambda same: (-tries[same], -counts[same]["helped"], -counts[same]["a-little"]))
    total = sum(counts.values(), Counter())
    return Table(
        title=_("Words that were tried"),
        question=_("Which words help?"),
        columns=(
            Column("phrase", _("Words"), "", len(ordered)),
            Column("tries", _("Tried"), _("times"), sum(tries.values())),
            *(Column(id_, _(name), _("times"), total[id_]) for id_, name in HOW.items()),
            Column("unsaid", _("Doesn't say"), _("times"), total["unsaid"]),
        ),
        rows=tuple(
            (written[same], tries[same], *(counts[same][id_] or None for id_ in (*HOW, "unsaid"))) for same in ordered
        ),
        entries=len(source.check_ins),
        gate=MinimumData(_NEEDED, sum(tries.values()), _("check-ins with the words you used")),
        left_out=present(Omitted(len(source.check_ins) - sum(tries.values()), _("without any"))),
    )
