"""Robots of group chats on the page: those that sign bring a secret, those that go by a keyword bring none."""

import pytest
from django.urls import reverse

from tests.site.bridges.places import URLS
from tests.site.bridges.test_channels import browser
from troth_site.actions.bridges import sealing
from troth_site.models import Channel


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_a_robot_that_signs_needs_its_secret(pair, kind):
    given = {"called": "Group", "url": URLS[kind], "secret": " ", "whose": str(pair.buyer.pk), "secured": "signature"}
    answer = browser(pair.ana).post(reverse("new-channel", args=[kind]), given)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["secret"])
    assert Channel.objects.count() == 0


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_a_robot_with_a_keyword_alone_is_added_without_a_secret(pair, kind):
    given = {"called": "Group", "url": URLS[kind], "secret": "", "whose": str(pair.buyer.pk), "secured": "keyword"}
    page, client = reverse("new-channel", args=[kind]), browser(pair.ana)

    wrong = client.post(page, {**given, "secret": "SEC1"})
    unsaid = client.post(page, {**given, "secured": ""})
    added = client.post(page, given)

    assert [list(answer.context["form"].errors) for answer in (wrong, unsaid)] == [["secret"], ["secured"]]
    assert added.status_code == 302
    assert set(sealing.unseal(Channel.objects.get().secret)) == {"url"}
