"""Letters to people."""

import re

import pytest

from tests import makers
from troth_site.actions import people
from troth_site.jobs import people as jobs

pytestmark = pytest.mark.django_db


def test_letter_carries_a_link_that_works_once(mailoutbox):
    ana = makers.make_person(makers.make_organisation("Nordlicht"), name="Ana")

    jobs.mail_sign_in_link.func(ana.pk, key_nobody_knows=1)

    (letter,) = mailoutbox
    token = re.search(r"http://127\.0\.0\.1:8000/sign-in/([\w-]{43})/", letter.body).group(1)
    assert letter.to == [ana.email]
    assert people.use_sign_in_link(token) == ana
    with pytest.raises(people.LinkRefused):
        people.use_sign_in_link(token)


def test_nobody_gets_no_letter(mailoutbox):
    jobs.mail_sign_in_link.func(None)

    assert mailoutbox == []
