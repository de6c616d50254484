"""Every vendor's words and signature, checked by a server as the vendor documents them."""

import base64
import hashlib
import hmac
import json
import time

import http_ece
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from standardwebhooks import Webhook

from tests.site.bridges.loopback import Reply, reply_json
from tests.site.bridges.places import SECRETS, deliver, states
from troth_site.actions.bridges import push
from troth_site.models import Channel, Delivery

SENTENCE = "林晓梅 wrote to you: Lab dips of message 1"
LINK = "http://127.0.0.1:8000/partners/"


def url_safe(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _now(pair):
    from django.utils import timezone

    Delivery.objects.update(due_at=timezone.now())
    return timezone.now()


def test_slack_takes_text_and_blocks_without_its_own_markup(outer, pair):
    pair.place("slack")
    pair.tell(who="<!channel> & <https://evil.example|here>")

    assert deliver(outer, _now(pair)) == 1

    (said,) = outer.said
    assert (said.host, said.path, said.headers["content-type"]) == (
        "hooks.slack.com", "/services/T0/B0/abc", "application/json; charset=utf-8",
    )  # fmt: skip
    words = "&lt;!channel&gt; &amp; &lt;https://evil.example|here&gt; wrote to you: Lab dips of message 1"
    assert said.json["text"] == words
    assert said.json["blocks"] == [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"{words}\n<{LINK}{pair.pair.pk}/>"}}
    ]


def test_teams_takes_an_adaptive_card_of_plain_runs(outer, pair):
    pair.place("teams")
    pair.tell(who="[a](https://evil.example)")
    outer.answer(Reply(202, b""))

    assert deliver(outer, _now(pair)) == 1

    (said,) = outer.said
    assert said.query["sig"] == "abc"
    (attached,) = said.json["attachments"]
    assert (said.json["type"], attached["contentType"]) == ("message", "application/vnd.microsoft.card.adaptive")
    card = attached["content"]
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    (block,) = card["body"]
    assert block["type"] == "RichTextBlock"
    assert block["inlines"][0]["text"] == "[a](https://evil.example) wrote to you: Lab dips of message 1"
    assert card["actions"][0]["url"] == f"{LINK}{pair.pair.pk}/"


def test_wecom_takes_text_of_2048_bytes_at_most(outer, pair):
    pair.place("wecom")
    for number in range(12):
        pair.tell(f"message {number}", who="东莞市恒悦箱包有限公司" * 8)
    outer.answer(reply_json({"errcode": 0, "errmsg": "ok"}))

    assert deliver(outer, _now(pair)) == 1

    (said,) = outer.said
    text = said.json["text"]["content"]
    assert (said.json["msgtype"], said.query) == ("text", {"key": "abc"})
    assert 2000 < len(text.encode()) <= 2048
    assert text.endswith("…\nhttp://127.0.0.1:8000/notifications/")


def test_dingtalk_s_signature_is_its_own(outer, pair):
    pair.place("dingtalk")
    pair.tell()

    def checks(said):
        stamp = said.query["timestamp"]
        text = f"{stamp}\n{SECRETS['dingtalk']}".encode()
        right = base64.b64encode(hmac.new(SECRETS["dingtalk"].encode(), text, hashlib.sha256).digest()).decode()
        is_fresh = abs(int(stamp) - time.time() * 1000) < 3_600_000
        is_right = said.query["sign"] == right and is_fresh and said.query["access_token"] == "abc"
        return reply_json(
            {"errcode": 0, "errmsg": "ok"} if is_right else {"errcode": 310000, "errmsg": "sign not match"}
        )

    outer.answer(checks)

    assert deliver(outer, _now(pair)) == 1
    assert outer.said[0].json == {
        "msgtype": "text", "text": {"content": f"Troth\n\n{SENTENCE}\n{LINK}{pair.pair.pk}/"},
    }  # fmt: skip


def test_feishu_s_signature_is_another(outer, pair):
    pair.place("feishu")
    pair.tell()

    def checks(said):
        stamp = said.json["timestamp"]
        key = f"{stamp}\n{SECRETS['feishu']}".encode()
        right = base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
        is_fresh = abs(int(stamp) - time.time()) < 3600
        is_right = said.json["sign"] == right and is_fresh
        return reply_json({"code": 0, "msg": "success"} if is_right else {"code": 19021, "msg": "sign match fail"})

    outer.answer(checks)

    assert deliver(outer, _now(pair)) == 1
    post = outer.said[0].json["content"]["post"]["zh_cn"]
    assert (outer.said[0].json["msg_type"], post["title"]) == ("post", "Troth")
    assert post["content"] == [
        [{"tag": "text", "text": f"{SENTENCE} "}, {"tag": "a", "text": f"{LINK}{pair.pair.pk}/",
                                                   "href": f"{LINK}{pair.pair.pk}/"}]
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_robots_without_a_secret_are_not_signed(outer, pair, kind, monkeypatch):
    monkeypatch.setitem(SECRETS, kind, "")
    pair.place(kind)
    pair.tell()
    outer.answer(reply_json({"errcode": 0, "code": 0}))

    assert deliver(outer, _now(pair)) == 1
    assert not {"sign", "timestamp"} & (set(outer.said[0].query) | set(outer.said[0].json))


def test_a_webhook_is_signed_as_standard_webhooks_say(outer, pair):
    made = pair.place("webhook")
    pair.tell()

    def checks(said):
        Webhook(made.secret).verify(said.body, said.headers)
        return Reply(204, b"")

    outer.answer(checks)

    assert deliver(outer, _now(pair)) == 1
    (said,) = outer.said
    delivery = Delivery.objects.get()
    assert said.headers["webhook-id"] == f"msg_{delivery.batch}"
    (told,) = said.json["data"]["notifications"]
    assert (said.json["type"], told["text"], told["event"]) == ("troth.notifications", SENTENCE, "message")
    assert made.secret.startswith("whsec_")
    assert len(base64.b64decode(made.secret[6:])) == 32


def browser():
    """Return a browser's private key and the two keys it gives away."""
    private = ec.generate_private_key(ec.SECP256R1())
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    auth = b"0123456789abcdef"
    return private, auth, {
        "p256dh": base64.urlsafe_b64encode(point).rstrip(b"=").decode(),
        "auth": base64.urlsafe_b64encode(auth).rstrip(b"=").decode(),
    }  # fmt: skip


def test_a_browser_alone_reads_what_is_pushed_and_knows_who_sent_it(outer, pair):
    private, auth, keys = browser()
    pair.place("push", **keys)
    pair.tell()
    outer.answer(Reply(201, b""))

    assert deliver(outer, _now(pair)) == 1

    (said,) = outer.said
    told = json.loads(http_ece.decrypt(said.body, private_key=private, auth_secret=auth, version="aes128gcm"))
    assert (told["body"], told["url"]) == (SENTENCE, f"{LINK}{pair.pair.pk}/")
    scheme, _space, rest = said.headers["authorization"].partition(" ")
    parts = dict(one.strip().split("=", 1) for one in rest.split(","))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), url_safe(parts["k"]))
    claims = jwt.decode(parts["t"], public, algorithms=["ES256"], audience="https://fcm.googleapis.com")
    assert (scheme, claims["sub"], parts["k"]) == ("vapid", "mailto:troth@localhost", push.public_key())
    assert 0 < claims["exp"] - time.time() <= 24 * 3600
    assert (said.headers["content-encoding"], said.headers["ttl"], said.headers["urgency"]) == (
        "aes128gcm", "86400", "normal",
    )  # fmt: skip
    assert len(said.headers["topic"]) <= 32


def test_the_push_key_is_made_once_for_its_owner_alone(settings):
    first = push.public_key()

    assert push.public_key() == first
    assert len(url_safe(first)) == 65
    assert (settings.TROTH_HOME / "push.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_not_tried_again(outer, pair, status):
    _private, _auth, keys = browser()
    made = pair.place("push", **keys)
    pair.tell()
    outer.answer(Reply(status, b""))

    assert deliver(outer, _now(pair)) == 0
    assert states() == [(1, False, True, "gone")]
    assert Channel.objects.get(pk=made.pk).paused_at is not None


def test_mail_goes_through_the_site_s_mailer_in_the_reader_s_language(outer, pair, mailoutbox):
    pair.place("email", person=pair.lin)
    pair.lin.language = "zh-hans"
    pair.lin.save()
    pair.tell(to=[pair.lin])

    assert deliver(outer, _now(pair)) == 1

    (letter,) = mailoutbox
    assert letter.to == [pair.lin.email]
    assert f"{LINK}{pair.pair.pk}/" in letter.body
    assert "http://127.0.0.1:8000/settings/channels/" in letter.body
    assert letter.message()["Message-ID"] == f"<troth.{Delivery.objects.get().batch}@127.0.0.1>"
    assert letter.message()["Auto-Submitted"] == "auto-generated"
    assert outer.said == []


@pytest.mark.parametrize(
    ("kind", "answer", "error", "is_final"),
    [
        ("slack", Reply(404, b"no_team"), "status 404", True),
        ("slack", Reply(500, b"oops"), "status 500", False),
        ("slack", Reply(302, b"", {"Location": "https://169.254.169.254/"}), "redirect", True),
        ("slack", Reply(200, b"x" * 2_000_000), "huge", True),
        ("slack", Reply(hangs_up=True), "broken", True),
        ("webhook", Reply(404), "status 404", False),
        ("webhook", Reply(410), "status 410", True),
        ("webhook", Reply(hangs_up=True), "broken", False),
        ("wecom", reply_json({"errcode": 93000, "errmsg": "invalid url"}), "vendor 93000 invalid url", True),
        ("wecom", reply_json({"errcode": 45009, "errmsg": "out of limit"}), "vendor 45009 out of limit", False),
        ("dingtalk", reply_json({"errcode": 310000, "errmsg": "sign not match"}), "vendor 310000 sign not match", True),
        ("dingtalk", reply_json({"errcode": 130101, "errmsg": "send too fast"}), "vendor 130101 send too fast", False),
        ("feishu", reply_json({"code": 19021, "msg": "sign match fail"}), "vendor 19021 sign match fail", True),
        ("feishu", reply_json({"code": 11232, "msg": "frequency limited"}), "vendor 11232 frequency limited", False),
        ("feishu", Reply(200, b"<html>"), "vendor ?", False),
        ("feishu", reply_json({"StatusCode": 0}), "", False),
    ],
)  # fmt: skip
def test_every_vendor_s_no_is_understood(outer, pair, kind, answer, error, is_final):
    pair.place(kind)
    pair.tell()
    outer.answer(answer)

    deliver(outer, _now(pair))

    assert states() == [(1, not error, is_final, error)]
    assert len(outer.said) == 1


def test_a_slow_server_costs_no_more_than_its_time_and_a_robot_is_not_told_twice(outer, pair):
    pair.place("slack")
    pair.tell()
    outer.answer(Reply(seconds=2))

    deliver(outer, _now(pair), seconds=0.3)

    assert states() == [(1, False, True, "slow")]


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::8"])
def test_a_webhook_whose_name_turns_private_is_given_up_uncalled(outer, pair, address):
    pair.place("webhook")
    pair.tell()

    deliver(outer, _now(pair), resolve=lambda host, port: [address])

    assert states() == [(1, False, True, "private")]
    assert outer.server.dialled == []
