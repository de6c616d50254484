from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.communication.makers import raw_mail
from troth.communication.mail import parse_mail
from troth.communication.threads import starters, threads


def mail(name, *, answers=None, references="", hours=0.0, subject="PO 7001"):
    return parse_mail(
        raw_mail(
            Message_ID=f"<{name}>",
            In_Reply_To=answers and f"<{answers}>",
            References=" ".join(f"<{one}>" for one in references.split()) or None,
            hours=hours,
            Subject=subject,
        )
    )


def names(found):
    return [[each.message_id for each in thread.mails] for thread in found]


def test_answers_hang_below_what_they_answer():
    found = threads([mail("c", answers="b", hours=2), mail("a"), mail("b", answers="a", hours=1), mail("x")])

    assert names(found) == [["a", "b", "c"], ["x"]]
    assert [thread.root_id for thread in found] == ["a", "x"]


def test_references_join_what_in_reply_to_leaves_apart():
    found = threads([mail("a"), mail("c", references="a b"), mail("d", answers="gone", references="a gone")])

    assert names(found) == [["a", "c", "d"]]


def test_answers_to_a_missing_message_are_together():
    assert names(threads([mail("b", answers="gone"), mail("c", answers="gone")])) == [["b", "c"]]


def test_equal_subjects_are_no_evidence():
    assert names(threads([mail("a"), mail("b", subject="Re: PO 7001")])) == [["a"], ["b"]]


def test_circles_lose_nothing():
    circle = [mail("a", answers="c"), mail("b", answers="a"), mail("c", answers="b"), mail("d", answers="d")]

    assert sorted(name for group in names(threads(circle)) for name in group) == ["a", "b", "c", "d"]
    assert names(starters(circle)) == []


def test_starters_go_by_in_reply_to_alone():
    mails = [
        mail("c", answers="b"),
        mail("b", answers="a"),
        mail("a"),
        mail("d", references="a"),
        mail("e", answers="gone"),
    ]

    assert names(starters(mails)) == [["a", "b", "c"], ["d"], ["e"]]


def test_undated_messages_stand_last():
    undated = parse_mail(raw_mail(Message_ID="<b>", In_Reply_To="<a>", Date=None))

    assert names(starters([undated, mail("c", answers="a", hours=9), mail("a")])) == [["a", "c", "b"]]


LETTERS = st.sampled_from("abcdef")


@given(
    st.lists(
        st.tuples(LETTERS, st.one_of(st.none(), LETTERS), st.lists(LETTERS, max_size=3)),
        max_size=6,
        unique_by=lambda m: m[0],
    )
)
@settings(max_examples=150, deadline=None)
def test_every_message_is_in_exactly_one_thread(made):
    mails = [mail(name, answers=answers, references=" ".join(references)) for name, answers, references in made]

    assert sorted(name for group in names(threads(mails)) for name in group) == sorted(name for name, _, _ in made)
