"""Safety first: what the pages show to somebody in danger, somebody who is pressed, somebody whose mother is gone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from heartwork.authoring.library import WorksheetLibrary
from heartwork.conditions import holds
from heartwork.kinds.info import Info
from heartwork.question import Question
from heartwork.worksheet_definition import Section

SHELF = WorksheetLibrary()

#: Pages where some of the usual advice is wrong for somebody in danger: all but the one that asks about it,
#: and the one-minute one, whose first words name the help lines.
SAFETY_FIRST = [id_ for id_ in SHELF.ids if id_ not in ("start", "check-in")]

IN_DANGER = [
    pytest.param({f"start.{name}": answer}, id=f"{name} {answer}")
    for name in ("afraid", "hurt", "controlled")
    for answer in ("now", "unsure", "rather-not")
]
NOT_OVER = [
    pytest.param({"forgive.over": answer}, id=answer) for answer in ("partly", "not-over", "unsure", "rather-not")
]
PRESSED = [
    pytest.param({"forgive.pressed": answer}, id=str(answer))
    for answer in ("family", "faith", "myself", "her", {"other": "My aunt"})
]
#: What opens the later parts of the page about limits, where somebody wants them.
SAYING = {"boundaries.further": ["saying", "ways"]}
NOT_HERE = [pytest.param({"start.who": answer}, id=answer) for answer in ("died", "never-knew")]

DIALS = {"dial-decision", "dial-feeling", "dial-trust", "dial-contact"}


def shown(worksheet: str, answers: Mapping[str, object]) -> list[tuple[Section, list[Question]]]:
    """The parts of a page, and what stands in each, for somebody who gave these answers."""
    return [
        (section, [question for question in section.questions if holds(question.show_if, answers.get)])
        for section in SHELF.worksheet(worksheet).sections
        if holds(section.show_if, answers.get)
    ]


def parts(worksheet: str, answers: Mapping[str, object]) -> list[str]:
    return [section.id for section, _ in shown(worksheet, answers)]


def asked(worksheet: str, answers: Mapping[str, object]) -> set[str]:
    return {question.id for _, questions in shown(worksheet, answers) for question in questions}


@pytest.mark.parametrize("answers", IN_DANGER)
@pytest.mark.parametrize("worksheet", SAFETY_FIRST)
def test_somebody_in_danger_is_led_to_help_before_anything_is_asked(worksheet: str, answers: dict[str, str]) -> None:
    _, (first, *_) = shown(worksheet, answers)[0]

    assert isinstance(first.kind, Info)
    assert "(#help)" in first.kind.text


@pytest.mark.parametrize("worksheet", SAFETY_FIRST)
def test_nobody_else_is_warned(worksheet: str) -> None:
    safe = {"start.afraid": "before", "start.hurt": "not-at-all", "start.controlled": "not-at-all"}

    assert "help-before" not in asked(worksheet, safe)
    assert "help-before" not in asked(worksheet, {})


# -- forgiving


@pytest.mark.parametrize("answer", ["not-now", "no"])
def test_not_now_and_not_a_question_for_me_complete_the_page(answer: str) -> None:
    answers = {"forgive.question-for-me": answer}

    assert parts("forgive", answers) == ["where-today", "close"]
    assert "whole-answer" in asked("forgive", answers)


@pytest.mark.parametrize("answers", [{}, {"forgive.question-for-me": "yes"}], ids=["nothing answered", "yes"])
def test_nobody_has_to_answer_to_read_on(answers: dict[str, str]) -> None:
    assert asked("forgive", answers) >= DIALS
    assert "good-came" in asked("forgive", answers)


@pytest.mark.parametrize("answers", [*IN_DANGER, *NOT_OVER, *PRESSED])
def test_the_dials_and_the_good_that_came_are_not_for_somebody_in_danger_or_pressed(answers: dict[str, str]) -> None:
    assert asked("forgive", answers) & {*DIALS, "good-came"} == set()


@pytest.mark.parametrize("answers", [*IN_DANGER, *NOT_OVER])
def test_while_it_goes_on_anger_is_allowed_and_help_is_near(answers: dict[str, str]) -> None:
    (going_on,) = (section for section, _ in shown("forgive", answers) if section.id == "while-it-goes-on")

    assert "Anger is allowed." in going_on.text
    assert "(#help)" in going_on.text


@pytest.mark.parametrize("answers", PRESSED)
def test_somebody_who_is_pressed_may_wait(answers: dict[str, str]) -> None:
    assert {"when-pressed", "own-wish"} <= asked("forgive", answers)


def test_nobody_is_told_to_wait_who_is_not_pressed() -> None:
    assert "when-pressed" not in asked("forgive", {})
    assert "when-pressed" not in asked("forgive", {"forgive.pressed": "no"})


# -- a mother who is not here


@pytest.mark.parametrize("answers", NOT_HERE)
def test_nobody_plans_a_visit_with_somebody_who_is_not_here(answers: dict[str, str]) -> None:
    assert parts("accept", answers) == ["what-is-so", "not-here-now", "your-words", "old-way", "close"]
    assert "dial-contact" not in asked("forgive", answers)


# -- both true, and nothing told that was not to be


@pytest.mark.parametrize("answers", [pytest.param({}, id="nobody in particular"), *IN_DANGER, *NOT_HERE])
def test_what_explains_and_what_does_not_excuse_always_stand_together(answers: dict[str, str]) -> None:
    both = [
        {question.id for question in questions} & {"explains", "does-not-excuse"}
        for _, questions in shown("understand", answers)
    ]

    assert [found for found in both if found] == [{"explains", "does-not-excuse"}]


def test_the_page_to_keep_tells_nothing_of_the_letter_or_of_the_quiet_questions() -> None:
    kinds = [question.kind for question in SHELF.worksheet("takeaway").questions]
    recalled = [name.partition(".") for kind in kinds if isinstance(kind, Info) for name in kind.recall]

    assert recalled
    assert [worksheet for worksheet, _, _ in recalled if worksheet == "letter"] == []
    found = [SHELF.worksheet(worksheet).question(question) for worksheet, _, question in recalled]
    assert [question.id for question in found if question is not None and question.visit_only] == []


# -- help where it is needed, and nothing that cannot be


@pytest.mark.parametrize("answers", IN_DANGER)
@pytest.mark.parametrize(
    ("worksheet", "part"),
    [("accept", "near-far"), ("accept", "next-visit"), ("boundaries", "say-it"), ("boundaries", "ladder")],
)
def test_help_comes_first_in_every_part_about_a_visit_or_a_limit(
    worksheet: str, part: str, answers: dict[str, str]
) -> None:
    ((first, *_),) = [questions for section, questions in shown(worksheet, {**SAYING, **answers}) if section.id == part]

    assert isinstance(first.kind, Info)
    assert "(#help)" in first.kind.text


def test_the_page_about_limits_can_end_with_the_plan_and_offers_the_rest() -> None:
    first = parts("boundaries", {})
    later = ["before-saying", "say-it", "ladder"]

    assert first[-2:] == ["enough", "close"]
    assert not set(later) & set(first)
    assert [part for part in parts("boundaries", SAYING) if part not in first] == later
    assert sum(question.kind.answers for _, questions in shown("boundaries", {}) for question in questions) <= 16


@pytest.mark.parametrize("answers", NOT_HERE)
def test_somebody_whose_mother_is_gone_is_offered_what_fits(answers: dict[str, str]) -> None:
    assert "further" not in asked("boundaries", answers)
    assert "say-it" not in parts("boundaries", answers)
    opened = parts("boundaries", {**answers, "boundaries.further-here": "saying"})
    assert {"before-saying", "say-it"} <= set(opened)
    assert "ladder" not in opened


@pytest.mark.parametrize("answers", NOT_HERE)
def test_nobody_is_told_how_a_mother_who_is_not_here_takes_being_forgiven(answers: dict[str, str]) -> None:
    assert "forgiving" in asked("letter", {})
    assert "forgiving" not in asked("letter", answers)


# -- being kind to oneself


def test_not_today_completes_the_page_about_being_kind_to_oneself() -> None:
    answers = {"kind.today": "not-today"}

    assert parts("kind", answers) == ["hard-voice", "close"]
    assert asked("kind", answers) == {"today", "whole-answer", "now"}


@pytest.mark.parametrize("answer", ["sad", "worse"])
def test_somebody_whom_kind_words_hurt_is_not_left_alone_with_it(answer: str) -> None:
    assert "if-it-hurt" not in asked("kind", {})
    assert "if-it-hurt" in asked("kind", {"kind.how-was-it": answer})


# -- getting a little closer

TRYING = ["one-true-thing", "one-question", "side-by-side", "after-a-bad-call", "does-she-respond"]


@pytest.mark.parametrize("answer", ["yes", "some-days", "unsure", "rather-not"])
def test_something_is_tried_only_by_those_who_did_not_say_no(answer: str) -> None:
    assert parts("closer", {}) == ["would-you", "close"]
    assert parts("closer", {"closer.like-to": answer}) == ["would-you", *TRYING, "close"]


@pytest.mark.parametrize("answers", IN_DANGER)
def test_nothing_is_tried_with_somebody_who_frightens(answers: dict[str, str]) -> None:
    assert parts("closer", {**answers, "closer.like-to": "yes"}) == ["would-you", "close"]


def test_no_completes_the_page_about_getting_closer() -> None:
    answers = {"closer.like-to": "no"}

    assert parts("closer", answers) == ["would-you", "close"]
    assert "whole-answer" in asked("closer", answers)


@pytest.mark.parametrize("answers", NOT_HERE)
def test_nobody_is_asked_to_see_somebody_who_is_not_here(answers: dict[str, str]) -> None:
    assert parts("closer", answers) == ["would-you", "in-memory", "close"]
    assert "like-to" not in asked("closer", answers)


def test_what_was_turned_against_somebody_does_not_have_to_be_offered_again() -> None:
    tried = {"closer.like-to": "yes"}

    assert "if-turned" not in asked("closer", tried)
    assert "if-turned" in asked("closer", {**tried, "closer.what-happened": "turned"})


# -- the mother one hoped for


def test_hope_can_be_left_alone_today() -> None:
    answers = {"hoped-for.today": "not-today"}

    assert parts("hoped-for", answers) == ["waiting", "close"]
    assert asked("hoped-for", answers) == {"today", "whole-answer", "small-today", "where-next"}


@pytest.mark.parametrize("answers", NOT_HERE)
def test_nobody_waits_for_a_word_from_somebody_who_is_not_here(answers: dict[str, str]) -> None:
    assert {"wait-for", "way"} <= asked("hoped-for", {})
    assert not {"wait-for", "way"} & asked("hoped-for", answers)
    assert {"waited-for", "keep", "hand-back"} <= asked("hoped-for", answers)


@pytest.mark.parametrize("way", ["go-on", "smaller", "down"])
def test_each_way_with_a_hope_has_one_question_of_its_own(way: str) -> None:
    assert len(asked("hoped-for", {"hoped-for.way": way}) - asked("hoped-for", {})) == 1


# -- when the past comes back


@pytest.mark.parametrize(
    ("answer", "left"),
    [("card", ["here-first", "the-card", "close"]), ("not-today", ["here-first", "close"])],
)
def test_the_card_alone_is_enough_and_so_is_nothing(answer: str, left: list[str]) -> None:
    assert parts("past", {"past.today": answer}) == left


def test_somebody_afraid_of_what_they_might_do_is_asked_nothing_about_the_past() -> None:
    answers = {"past.in-the-way": "unsafe"}

    assert parts("past", answers) == ["here-first", "how-it-shows", "it-can-be-treated", "close"]
    assert "talk-now" in asked("past", answers)


def test_what_shows_of_the_past_is_never_ticked() -> None:
    (section,) = [section for section in SHELF.worksheet("past").sections if section.id == "how-it-shows"]

    assert [question.id for question in section.questions if question.kind.answers and not question.visit_only] == []


# -- forgiving, for those who said yes

DOING = ["her-side", "let-off", "a-note", "twenty-minutes"]


def test_the_doing_parts_are_there_for_those_who_said_yes_as_their_own_wish() -> None:
    assert parts("forgiving", {"forgiving.wish": "mine"}) == ["before", *DOING, "close"]
    assert parts("forgiving", {"forgiving.wish": "mine", "forgiving.over": "over"}) == ["before", *DOING, "close"]


@pytest.mark.parametrize("answer", [None, "others", "unsure", "not-now", "no", "rather-not"])
def test_the_page_ends_for_everybody_else(answer: str | None) -> None:
    assert parts("forgiving", {"forgiving.wish": answer}) == ["before", "close"]


@pytest.mark.parametrize("answers", IN_DANGER)
def test_nothing_is_forgiven_while_there_is_fear(answers: dict[str, str]) -> None:
    assert parts("forgiving", {**answers, "forgiving.wish": "mine"}) == ["before", "close"]


@pytest.mark.parametrize("answer", ["partly", "not-over", "unsure", "rather-not"])
def test_what_is_not_over_can_wait(answer: str) -> None:
    answers = {"forgiving.wish": "mine", "forgiving.over": answer}

    assert parts("forgiving", answers) == ["before", "close"]
    assert "not-yet" in asked("forgiving", answers)


def test_only_those_who_want_to_put_it_down_hear_of_it() -> None:
    yes = {"forgive.question-for-me": "yes"}

    assert "small-things" not in asked("forgive", yes)
    assert "small-things" not in asked("forgive", {**yes, "forgive.decided": "hold"})
    assert "small-things" in asked("forgive", {**yes, "forgive.decided": "put-down"})


# -- looking after her, being in the middle, small steps


@pytest.mark.parametrize("answer", ["crossed", "yes-now", "unsure", "rather-not"])
def test_somebody_afraid_of_hurting_her_is_led_to_a_person(answer: str) -> None:
    assert "say-that" not in asked("caring", {})
    assert "say-that" not in asked("caring", {"caring.afraid-of-it": "hardly"})
    assert "say-that" in asked("caring", {"caring.afraid-of-it": answer})


def test_what_somebody_is_afraid_of_doing_is_never_kept() -> None:
    question = SHELF.worksheet("caring").question("afraid-of-it")

    assert question is not None
    assert question.visit_only


@pytest.mark.parametrize("answer", ["no", "rather-not"])
def test_memory_is_a_part_only_where_it_may_be_going(answer: str) -> None:
    assert "memory-part" not in parts("caring", {"caring.memory": answer})
    assert "memory-part" in parts("caring", {"caring.memory": "a-little"})


@pytest.mark.parametrize("who", ["died", "never-knew"])
def test_nobody_is_asked_whether_a_mother_who_is_gone_forgets_or_is_cruel(who: str) -> None:
    gone = {"start.who": who}

    of_now = {"memory", "when-cruel", "do-now", "rooms"}
    assert of_now <= set(asked("caring", {}))
    assert not of_now & set(asked("caring", gone))
    assert "do-or-did" in asked("caring", gone)
    assert "do-or-did" not in asked("caring", {})
    assert "memory-part" not in parts("caring", {**gone, "caring.memory": "yes"})


@pytest.mark.parametrize("answers", IN_DANGER)
def test_nobody_in_danger_steps_out_of_the_middle_without_a_warning(answers: dict[str, str]) -> None:
    assert "not-alone" in asked("in-the-middle", answers)
    assert "not-alone" not in asked("in-the-middle", {})


@pytest.mark.parametrize(
    ("worksheet", "part"),
    [("easiest-first", "afterwards"), ("support", "after-four")],
)
def test_what_frightens_is_said_to_be_a_reason_to_stop_whatever_was_answered(worksheet: str, part: str) -> None:
    (text,) = [section.text for section in SHELF.worksheet(worksheet).sections if section.id == part]

    assert "stop" in text
    assert "(#help)" in text


# -- unhooking, and making room


@pytest.mark.parametrize(
    ("question", "answer", "led_by"),
    [
        ("thought-now", "closer", "if-closer"),
        ("feeling-now", "bigger", "if-bigger"),
        ("feeling-now", "far-away", "if-bigger"),
    ],
)
def test_somebody_whom_an_exercise_makes_worse_is_led_to_steadying_and_to_people(
    question: str, answer: str, led_by: str
) -> None:
    shown_then = [
        one for _, questions in shown("making-room", {f"making-room.{question}": answer}) for one in questions
    ]
    (led,) = (one for one in shown_then if one.id == led_by)

    assert led_by not in asked("making-room", {})
    assert isinstance(led.kind, Info)
    assert "(#steady)" in led.kind.text
    assert "(#help)" in led.kind.text


@pytest.mark.parametrize("part", ["unhook", "room"])
def test_a_warning_of_danger_is_never_a_thing_to_unhook_from_or_make_room_for(part: str) -> None:
    (section,) = (section for section in SHELF.worksheet("making-room").sections if section.id == part)

    assert section.show_if is None
    assert "(#help)" in section.text


# -- being criticised


@pytest.mark.parametrize("answers", IN_DANGER)
def test_nobody_in_danger_is_handed_answers_to_criticism_before_help(answers: dict[str, str]) -> None:
    ((section, (first, *_)),) = [one for one in shown("criticism", answers) if one[0].id == "three-answers"]

    assert "(#help)" in section.text
    assert isinstance(first.kind, Info)
    assert "(#help)" in first.kind.text


@pytest.mark.parametrize("answers", NOT_HERE)
def test_nobody_is_asked_what_a_mother_who_is_not_here_wants_of_them(answers: dict[str, str]) -> None:
    assert "what-for" in asked("criticism", {})
    assert "what-for" not in asked("criticism", answers)


@pytest.mark.parametrize("answer", ["nothing", "taste", "unsure"])
def test_nobody_has_to_do_anything_about_a_remark_that_is_not_true(answer: str) -> None:
    assert "for-me" not in asked("criticism", {"criticism.true-in-it": answer})
    assert "for-me" in asked("criticism", {"criticism.true-in-it": "a-bit"})


# -- what makes it hard to say


@pytest.mark.parametrize(
    "answers", [*IN_DANGER, *({"hard-to-say.might-harm": answer} for answer in ("could-be", "unsure", "rather-not"))]
)
def test_nothing_is_put_to_a_test_that_could_be_dangerous(answers: dict[str, str]) -> None:
    assert "find-out" in parts("hard-to-say", {})
    assert "find-out" in parts("hard-to-say", {"hard-to-say.might-harm": "unlikely"})
    assert "find-out" not in parts("hard-to-say", answers)
    assert "help-first" in asked("hard-to-say", answers)


def test_that_she_might_hurt_herself_is_not_put_to_a_test() -> None:
    assert "if-she-falls-apart" not in asked("hard-to-say", {})
    assert "if-she-falls-apart" in asked("hard-to-say", {"hard-to-say.thoughts": ["fall-apart"]})


@pytest.mark.parametrize("answers", NOT_HERE)
def test_nobody_is_asked_whether_they_fear_losing_somebody_who_is_not_here(answers: dict[str, str]) -> None:
    assert "thoughts" in asked("hard-to-say", {})
    assert not {"thoughts", "if-she-falls-apart"} & asked(
        "hard-to-say", {**answers, "hard-to-say.thoughts": ["fall-apart"]}
    )
    assert "thoughts-here" in asked("hard-to-say", answers)


# -- going through her answer


@pytest.mark.parametrize(
    "answers", [*IN_DANGER, *({"rehearsal.might-harm": answer} for answer in ("could-be", "unsure", "rather-not"))]
)
def test_nothing_is_rehearsed_that_could_be_dangerous_to_say(answers: dict[str, str]) -> None:
    rehearsed = {"back-and-forth", "out-loud"}

    assert rehearsed <= set(parts("rehearsal", {}))
    assert rehearsed <= set(parts("rehearsal", {"rehearsal.might-harm": "unlikely"}))
    assert not rehearsed & set(parts("rehearsal", answers))
    assert "help-first" in asked("rehearsal", answers)


@pytest.mark.parametrize("answers", IN_DANGER)
def test_the_page_about_limits_does_not_lead_somebody_in_danger_to_a_rehearsal(answers: dict[str, str]) -> None:
    assert "her-answer" in asked("boundaries", SAYING)
    assert "her-answer" not in asked("boundaries", {**SAYING, **answers})
    assert "her-answer" not in asked("boundaries", {**SAYING, "boundaries.might-harm": "could-be"})


def test_somebody_whom_a_rehearsal_upsets_is_not_left_alone_with_it() -> None:
    assert "if-upset" not in asked("rehearsal", {})
    assert "if-upset" in asked("rehearsal", {"rehearsal.how-was-it": "upset"})
