import pytest

from troth.communication.automatic import Automatic, automatic_sign

PERSON = "bao@mill.example"


def kind(sender=PERSON, report_type="", **fields):
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    sign = automatic_sign(named, sender=sender, report_type=report_type)
    return sign and sign.kind


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: PO 7001",
        "Auto-Reply: PO 7001",
        "Out of Office AutoReply: PO 7001",
        "Out of office",
        "自动回复: 订单 7001",
        "自動回覆：訂單",
        "Trả lời tự động: PO 7001",
        "Respuesta automática: PO 7001",
        "Otomatik yanıt: PO 7001",
        "স্বয়ংক্রিয় উত্তর: PO 7001",
    ],
)
def test_absence_is_told_by_the_subject_in_six_languages(subject):
    assert kind(subject=subject) == Automatic.OUT_OF_OFFICE


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Automatic reply: PO 7001",
        "Out of office chairs, 500 pcs",
        "Vacation plans",
        "PO 7001",
        "Fabric failure notice period",
    ],
)
def test_persons_subjects_show_nothing(subject):
    assert kind(subject=subject) is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"auto_submitted": "auto-replied (vacation)"}, Automatic.OUT_OF_OFFICE),
        ({"auto_submitted": "auto-replied", "return_path": "<>"}, Automatic.OUT_OF_OFFICE),
        ({"x_autoreply": "yes"}, Automatic.OUT_OF_OFFICE),
        ({"precedence": "auto_reply"}, Automatic.OUT_OF_OFFICE),
        ({"auto_submitted": "auto-generated"}, Automatic.NOTICE),
        ({"auto_submitted": "no"}, None),
        ({"auto_submitted": ""}, None),
        ({"precedence": "bulk"}, Automatic.NOTICE),
        ({"precedence": "bulk", "list_id": "<users.example>"}, None),
        ({"precedence": "bulk", "mailing_list": "contact x; run by ezmlm"}, None),
        ({"return_path": "<>"}, Automatic.NOTICE),
        ({"return_path": "<bao@mill.example>"}, None),
        ({"x_failed_recipients": "x@y"}, Automatic.BOUNCE),
        ({"subject": "Undeliverable: PO 7001"}, Automatic.BOUNCE),
        ({"subject": "系统退信"}, Automatic.BOUNCE),
    ],
)
def test_fields_show_a_machine(fields, expected):
    assert kind(**fields) == expected


def test_reports_are_bounces_or_receipts():
    assert kind(report_type="delivery-status") == Automatic.BOUNCE
    assert kind(report_type="disposition-notification", subject="Read: PO 7001") == Automatic.RECEIPT


def test_senders_show_a_machine():
    assert kind(sender="mailer-daemon@mill.example") == Automatic.BOUNCE
    assert kind(sender="no-reply@mill.example") == Automatic.NOTICE
    assert kind(sender="postmaster.bao@mill.example") is None


def test_sign_says_which_field_it_was():
    assert automatic_sign({"x-autoreply": "yes"}, sender=PERSON).reason == "x-autoreply: yes"
