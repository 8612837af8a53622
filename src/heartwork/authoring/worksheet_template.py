"""The worksheet that an author begins with: small, whole, and with a word on each part of it."""

from __future__ import annotations

from pathlib import Path

from heartwork.authoring.data_files import DATA_FILES
from heartwork.authoring.field_reader import ID
from heartwork.errors import KitError, Problem

__all__ = ["write"]


#: Letters of a name; with its ending, some disks take no more than 143.
_LONGEST = 100


def write(id_: str, folder: Path, *, alone: bool = False) -> Path:
    """
    Write a starter worksheet.

    Args:
        id_: Its id, which is the name of its file too.
        folder: Where; it is made if it is not there.
        alone: Whether there is no other worksheet that it could quote.

    Returns:
        The file.

    Raises:
        KitError: If the id cannot be one, if there is such a file already, or if it cannot be written.
    """
    path = folder / f"{id_}.yaml"
    if not ID.fullmatch(id_) or id_ in DATA_FILES:
        mend = "Use small letters, digits and hyphens, beginning with a letter: sunday-calls."
        raise KitError([Problem(what=f'"{id_}" cannot be the name of a worksheet.', mend=mend)])
    if len(id_) > _LONGEST:
        mend = f"Choose one of at most {_LONGEST} letters."
        raise KitError([Problem(what="that name is too long for a file.", mend=mend)])
    title = id_.replace("-", " ").replace("_", " ").capitalize()
    if path.exists():
        mend = "Choose another name, or take that file away first."
        raise KitError([Problem(what="there is such a file already.", mend=mend, file=str(path))])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            text = _STARTER.replace("THE-ID", id_).replace("THE-TITLE", title)
            file.write(text.replace(_QUOTED, "your mother").replace(_ON_QUOTING, "") if alone else text)
    except OSError as error:
        what = f"the worksheet cannot be written ({error.strerror})."
        raise KitError([Problem(what=what, mend="Choose another folder.", file=str(path))]) from error
    return path


#: What the starter quotes of another worksheet, and what it says of that.
_QUOTED = "{start.call_her|your mother}"
_ON_QUOTING = f"    # {_QUOTED} becomes what somebody calls her; the words after the bar stand in until then.\n"

_STARTER = """\
# A worksheet. What stands behind a # is for you; nobody else reads it.
#
# See it while you write:      heartwork preview THE-ID.yaml
# Look for mistakes:           heartwork check THE-ID.yaml
#
# Lines that belong together begin in the same column, with spaces before them and never a tab.
# A text with a colon in it goes in quotes: "Like this: one."

# The name of this file, without .yaml. Answers are kept under it, so leave it as it is once people have answered.
id: THE-ID
title: THE-TITLE

# What it is about, and the ways out. The bar lets you write several lines. **Two stars** make words heavier, and
# [words in brackets](#help) lead to another page: #home, #help, #check-in, or the id of any worksheet.
about: |
  This page is about one thing that keeps coming back, and one small thing you could do.
  You can leave out any question. There is something lighter: [a one-minute check-in](#check-in). Not today is fine too.

# About how long it takes, and how heavy it may feel: 1 light, 2 can stir things up, 3 heavy.
minutes: 10
weight: 1

# A worksheet has sections, and one is shown at a time. Two to five questions each is enough.
sections:
  - id: what-happens
    title: What happens
    text: |
      Think of one thing. A small one is fine, and a headline is enough.
    questions:
      # `ask` is the question. `hint` is a quieter second line: an example, or why you ask.
      # The kinds are: line (a few words), text (several lines), number, date, choice (one of several), choices (as
      # many as apply), scale (0 to 10), grid, sort, rows, circles, plan (if this, then that), letter, and info,
      # which is only read.
      - id: happens
        kind: text
        ask: What keeps happening?
        hint: Something you could have filmed.

      # The word before the colon is kept with the answer; the words after it are what people read.
      - id: where
        kind: choices
        ask: Where does it happen?
        options:
          calls: On the phone
          visits: On visits
          in-my-head: In my own head
        other: true   # adds a line for something else

      - id: how-much
        kind: scale
        ask: How much does it take out of you?
        low: Nothing much
        high: The whole day
        track: true   # earlier answers are kept, so that a change can be seen

      # This one is shown only when the answer above is 7 or more. The name is worksheet.question.
      - id: too-much
        kind: info
        show_if: {question: THE-ID.how-much, at_least: 7}
        text: |
          You could stop here for today. If you might be in danger, these people answer: [Help lines](#help).

  - id: next-time
    title: The next time
    # {start.call_her|your mother} becomes what somebody calls her; the words after the bar stand in until then.
    text: |
      You can't decide what {start.call_her|your mother} does. You could decide what you do next.
    questions:
      - id: plan
        kind: plan
        ask: A plan for the next time
        hint: Small enough for a tired evening.

      - id: today
        kind: line
        ask: One small thing for today
        hint: “Nothing” is an answer too.

      # End in the present, with something to read.
      - id: close
        kind: info
        text: |
          Look up, and find something near you that is blue. You can stop here.

# Invented people. The preview can fill in the page as them, and so can the tests. Make them very different.
examples:
  - name: A tired nurse of 41, after a call
    answers:
      happens: She asks why I never ring, while we are on the phone.
      where: [calls]
      how-much: 6
      plan:
        if: she asks why I never ring
        then: say “I'm here now”, and ask about the garden
      today: Tea, before the dishes
  - name: A man of 67 whose mother died long ago
    answers:
      where: [in-my-head, {other: In church}]
      how-much: 2
      today: Nothing
"""
