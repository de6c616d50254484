"""Forms of the desk answer nothing beforehand."""

import pytest

from troth_site.desk.firms.forms import FactForm
from troth_site.desk.forms import DelayForm, MoveForm, PromiseForm

pytestmark = pytest.mark.django_db


def chosen(form, name):
    return next(key for key, _word in form[name].field.choices)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (MoveForm(side="buyer"), "moved_by"),
        (DelayForm(side="buyer"), "cause"),
        (PromiseForm(), "dimension"),
        (FactForm(), "kind"),
        (FactForm(), "source"),
    ],
)
def test_a_list_begins_with_no_answer_and_one_must_be_given(form, name):
    assert chosen(form, name) == ""
    assert '<option value="" selected>' in str(form[name])

    told = {"side": "buyer"} if isinstance(form, MoveForm | DelayForm) else {}
    assert len(type(form)({name: ""}, **told).errors[name]) == 1


def test_what_was_answered_before_and_what_leaves_no_choice_stand():
    assert chosen(FactForm(initial={"source": "own word"}), "source") != ""
    assert chosen(MoveForm(side="factory"), "moved_by") == "factory"
