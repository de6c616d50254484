"""The places where people are told: adding, choosing, testing, deleting, and the pages for it."""

import pytest
from django.urls import reverse

from tests import makers
from tests.site.bridges.loopback import Reply
from tests.site.bridges.places import NOON, URLS, deliver, shift
from troth_site import access
from troth_site.actions.bridges import channels, sealing
from troth_site.actions.bridges.channels import Asked, ChannelRefused
from troth_site.actions.bridges.events import CHOSEN
from troth_site.models import AuditEntry, Channel, Delivery, Notification, Subscription


def browser(person):
    from django.test import Client

    client = Client()
    client.force_login(person)
    return client


def test_a_place_keeps_its_address_and_its_secret_sealed(pair):
    made = pair.place("dingtalk")
    row = Channel.objects.get(pk=made.pk)

    assert (row.address, made.secret) == ("oapi.dingtalk.com", "")
    assert "access_token" not in row.secret
    assert "SEC" not in row.secret
    assert sealing.unseal(row.secret) == {"url": URLS["dingtalk"], "secret": "SEC-of-dingtalk"}
    assert "abc" not in str(list(AuditEntry.objects.values_list("data", flat=True)))


@pytest.mark.parametrize("kind", ["slack", "teams", "wecom", "dingtalk", "feishu", "webhook"])
def test_no_page_shows_an_address_or_a_secret_again(pair, kind):
    made = pair.place(kind)
    client = browser(pair.ana)
    pages = [client.get(reverse("channels")), client.get(reverse("channel", args=[made.pk])),
             client.get(reverse("delete-channel", args=[made.pk]))]  # fmt: skip

    assert [page.status_code for page in pages] == [200, 200, 200]
    secret = sealing.unseal(Channel.objects.get().secret)
    words = [word for word in (secret["url"], secret.get("secret", "")) if word]
    assert [word for word in words for page in pages if word in page.content.decode()] == []


@pytest.mark.parametrize(
    ("kind", "url", "words"),
    [
        ("slack", "http://hooks.slack.com/services/a", "begins with https"),
        ("slack", "https://example.com/services/a", "no address of that service"),
        ("slack", "https://hooks.slack.com/api/a", "no address of that service"),
        ("teams", "https://outlook.office.com/webhook/a", "no address of that service"),
        ("feishu", URLS["dingtalk"], "no address of that service"),
        ("slack", "https://hooks.slack.com/services/", "key at the end"),
        ("teams", URLS["teams"].partition("?")[0], "key at the end"),
        ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send", "key at the end"),
        ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=%20", "key at the end"),
        ("dingtalk", "https://oapi.dingtalk.com/robot/send?token=abc", "key at the end"),
        ("webhook", "https://exam ple.com/x", "begins with https"),
        ("webhook", "https://127.0.0.1/", "private network"),
        ("webhook", "https://2130706433/", "private network"),
        ("webhook", "https://localhost/x", "private network"),
        ("webhook", "https://Printer.local./", "private network"),
        ("webhook", "https://intranet/hook", "private network"),
        ("webhook", "https://[fd00::1]/", "private network"),
        ("webhook", "https://me:secret@example.com/", "begins with https"),
        ("push", "https://evil.example/fcm", "no address of that service"),
        ("push", URLS["push"], "gave no keys"),
    ],
)
def test_addresses_of_others_are_refused_at_once(pair, kind, url, words):
    with pytest.raises(ChannelRefused, match=words):
        pair.place(kind, url=url)

    assert Channel.objects.count() == 0


def test_mail_goes_to_one_s_own_mailbox_and_nowhere_else(pair):
    made = channels.add(by=makers.make_actor(pair.ana), asked=Asked(kind="email", url="https://other.example/"))

    assert Channel.objects.get(pk=made.pk).address == pair.ana.email
    with pytest.raises(ChannelRefused, match="already"):
        pair.place("email")
    with pytest.raises(ChannelRefused, match="own"):
        pair.place("email", house=pair.buyer)


def test_twenty_places_are_enough(pair):
    for _ in range(20):
        pair.place("slack")
    with pytest.raises(ChannelRefused, match="Twenty"):
        pair.place("slack")
    pair.place("slack", house=pair.buyer)


def test_a_house_s_places_are_looked_after_by_who_looks_after_its_people(pair):
    made = pair.place("webhook", house=pair.buyer)
    bea = pair.colleague()

    with pytest.raises(access.NotThere):
        channels.delete(by=makers.make_actor(bea), channel=made.pk)
    with pytest.raises(access.NotAllowed):
        pair.place("webhook", person=bea, house=pair.buyer)
    with pytest.raises(access.NotThere):
        pair.place("webhook", person=pair.lin, house=pair.buyer)
    channels.delete(by=makers.make_actor(pair.ana), channel=made.pk)
    assert Channel.objects.count() == 0


def test_choosing_replaces_what_was_chosen(pair):
    made = pair.place("slack", events={"message": 15, "answer": 0})
    by = makers.make_actor(pair.ana)
    channels.choose(by=by, channel=made.pk, name="", events={"answer": 60})

    assert list(Subscription.objects.values_list("event", "batch_minutes")) == [("answer", 60)]
    assert Channel.objects.get().name == "hooks.slack.com"
    for wrong in ({"party": 0}, {"answer": 7}, {"channel": 0}):
        with pytest.raises(ChannelRefused):
            channels.choose(by=by, channel=made.pk, name="x", events=wrong)


def test_mail_for_requests_is_one_button_and_keeps_what_was_chosen(pair):
    pair.place("email", events={"request": 60, "meeting": 0})
    for _ in range(2):
        channels.add_mail_for_requests(by=makers.make_actor(pair.ana))

    assert dict(Subscription.objects.values_list("event", "batch_minutes")) == {
        "request": 60, "meeting": 0, "critical": 0, "escalated": 0,
    }  # fmt: skip
    assert Channel.objects.count() == 1


def test_a_test_that_arrives_starts_a_paused_place_again(outer, pair):
    made = pair.place("slack")
    Channel.objects.update(paused_at=NOON, failures=5, error="status 404")
    outer.answer(Reply(404), Reply())

    channels.try_now(channel=made.pk, reach=outer.reach())
    assert Channel.objects.get().paused_at == NOON
    channels.try_now(channel=made.pk, reach=outer.reach())
    row = Channel.objects.get()
    assert (row.paused_at, row.failures, row.error) == (None, 0, "")
    assert row.checked_at is not None
    assert "This is a test" in outer.said[1].json["text"]
    assert (Notification.objects.count(), Delivery.objects.count()) == (0, 0)


def test_a_test_rings_once_and_leaves_an_entry(pair, monkeypatch, django_capture_on_commit_callbacks):
    made = pair.place("slack")
    rung = []
    monkeypatch.setattr(channels.queue, "enqueue", lambda job, **more: rung.append((job, more)))
    client = browser(pair.ana)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            client.post(reverse("test-channel", args=[made.pk]), {"ticket": "one"})

    assert rung == [("bridges.try_channel", {"channel": made.pk})]
    assert AuditEntry.objects.filter(verb="channel.tested").count() == 1


def test_deleting_a_place_deletes_what_waits_there(outer, pair):
    made = pair.place("slack")
    pair.tell()
    shift(NOON)
    client = browser(pair.ana)

    assert "Delete “Our slack”?" in client.get(reverse("delete-channel", args=[made.pk])).content.decode()
    client.post(reverse("delete-channel", args=[made.pk]))

    assert (Channel.objects.count(), Delivery.objects.count(), deliver(outer)) == (0, 0, 0)
    assert Notification.objects.count() == 1


def test_a_webhook_s_secret_is_shown_once(pair):
    client = browser(pair.ana)
    given = {"called": "Planning", "url": URLS["webhook"], "whose": "0"}
    first = client.post(reverse("new-channel", args=["webhook"]), {**given, "ticket": "one"})
    again = client.post(reverse("new-channel", args=["webhook"]), {**given, "ticket": "one"})

    secret = sealing.unseal(Channel.objects.get().secret)["secret"]
    assert secret in first.content.decode()
    assert "no-store" in first["Cache-Control"]
    assert again["Location"] == reverse("channels")


def test_what_was_typed_stays_beside_what_is_wrong(pair):
    given = {"called": "Group", "url": "https://example.com/x", "whose": str(pair.buyer.pk)}
    answer = browser(pair.ana).post(reverse("new-channel", args=["slack"]), given)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["url"]
    assert 'value="Group"' in answer.content.decode()


def test_choosing_on_the_page(pair):
    made = pair.place("slack", events={})
    client = browser(pair.ana)
    address = reverse("channel", args=[made.pk])
    assert set(client.get(address).context["form"].initial) == {"called"}

    answer = client.post(address, {"called": "Season", "message": "240", "critical": "0", "request": ""})

    assert answer["Location"] == reverse("channels")
    assert dict(Subscription.objects.values_list("event", "batch_minutes")) == {"message": 240, "critical": 0}
    assert client.post(address, {"called": "Season", "critical": "60"}).status_code == 422


def test_a_whole_group_is_chosen_at_once_and_what_is_urgent_in_it_is_never_gathered(pair):
    made = pair.place("slack", events={})
    client = browser(pair.ana)
    address = reverse("channel", args=[made.pk])
    shown = [field.name for group in client.get(address).context["form"].groups for field in group["fields"]]
    assert sorted(shown) == sorted(CHOSEN)

    client.post(address, {"called": "Season", "all-talk": "1440", "message": "0", "promise": "60", "all-meet": "-1",
                          "meeting": "0"})  # fmt: skip

    told = dict(Subscription.objects.values_list("event", "batch_minutes"))
    assert told.pop("critical") == 0
    assert told.pop("promise") == 60
    assert (set(told.values()), "message" in told, "meeting" in told) == ({1440}, True, False)


def test_a_kind_nobody_knows_is_no_page(pair):
    assert browser(pair.ana).get(reverse("new-channel", args=["fax"])).status_code == 404


def test_a_browser_without_keys_is_refused_in_words(pair):
    answer = browser(pair.ana).post(reverse("browser-channel"), {"endpoint": ""}, follow=True)

    assert "did not say where it can be reached" in answer.content.decode()
    assert Channel.objects.count() == 0


@pytest.mark.parametrize(
    ("host", "secure", "offered"),
    [
        ("127.0.0.1:8000", False, True),
        ("localhost", False, True),
        ("testserver", False, False),
        ("testserver", True, True),
    ],
)  # fmt: skip
def test_push_is_offered_where_browsers_allow_it(pair, host, secure, offered, settings):
    settings.ALLOWED_HOSTS = ["*"]
    text = browser(pair.ana).get(reverse("channels"), secure=secure, headers={"host": host}).content.decode()

    assert ("data-push" in text) == offered
    assert ("only where this site is reached over https" in text) != offered


@pytest.mark.parametrize(
    ("name", "forms"),
    [("channels", 5), ("notifications", 3), ("channel", 2), ("delete-channel", 2), ("new-channel", 2)],
)
def test_every_form_of_a_page_can_be_sent(pair, name, forms, settings):
    settings.ALLOWED_HOSTS = ["*"]
    made = pair.place("slack")
    pair.tell()
    args = {"channel": [made.pk], "delete-channel": [made.pk], "new-channel": ["slack"]}.get(name, [])
    text = browser(pair.ana).get(reverse(name, args=args), headers={"host": "localhost"}).content.decode()
    found = [form for form in text.split("<form")[1:] if 'method="post"' in form.partition(">")[0]]
    own = [form.partition("</form>")[0] for form in found]
    left_out = [form for form in own if "csrfmiddlewaretoken" not in form]

    assert left_out == []
    assert len(own) >= forms


@pytest.mark.parametrize("places", [1, 3])
def test_the_page_asks_as_often_for_one_place_as_for_three(pair, places, django_assert_num_queries):
    for _ in range(places):
        pair.place("slack")
    client = browser(pair.ana)
    with django_assert_num_queries(5):  # session, person, seats, places, what each is told of
        answer = client.get(reverse("channels"))

    assert len(answer.context["places"]) == places


def test_sealed_text_of_another_key_is_not_read(settings):
    text = sealing.seal({"url": "x"})
    settings.SECRET_KEY = "another"
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(text)
    assert sealing.unseal("") == {}
