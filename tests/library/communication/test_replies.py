from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.communication.automatic import Automatic
from troth.communication.replies import Reply, own_part, read_message


def codes(reading):
    return [finding.code for finding in reading.reasons]


@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "OK, noted.",
        "Noted with thanks!",
        "Received, will check.",
        "Thank you for your email. We are checking with our dyeing mill and will get back to you tomorrow.",
        "Hi Ana,\n\nWell received, thanks.\n\nBest regards,\nBao\nSenior merchandiser, Kim Loi Ltd",
        "Let me check and revert soon",
        "We will reply by 5 May.",
        "👍 ok",
        "收到",
        "收到，谢谢！",
        "好的，我们先确认一下，稍后回复您。",
        "您好\n我问一下工厂，明天回复",
        "đã nhận",
        "Dạ em nhận được rồi ạ, em cảm ơn anh",
        "Dạ, để em kiểm tra rồi báo lại sau",
        "da nhan, se kiem tra",
        "recibido",
        "Recibido, gracias. Lo revisamos y le confirmo.",
        "tamam",
        "Tamam, bakıyoruz.",
        "Mesajınızı aldık, kontrol edip size döneceğiz.",
        "TAMAM TEŞEKKÜRLER",
        "ঠিক আছে, ধন্যবাদ",
        "পেয়েছি, দেখে জানাচ্ছি।",
        "",
        "-- \nBao",
        "Hi Ana, noted",
        "OK, noted.\nThanks\nBao Tran",
        "Thanks, Bao",
        "您好，收到",
    ],
)
def test_receipts_and_promises_to_look_are_acknowledgements(text):
    assert read_message(text).reply == Reply.ACKNOWLEDGEMENT


@pytest.mark.parametrize(
    "text",
    [
        "Yes.",
        "No",
        "OK, 500 pcs confirmed.",
        "OK, the shipment left yesterday",
        "Noted, but the price is too high.",
        "Checked: 3 cartons are missing, will update you.",
        "Ok, which colour?",
        "12 May",
        "Hi Ana, shipped yesterday",
        "Thanks!\nThe container left yesterday",
        "你好，已发货",
        "收到，面料已经到厂。",
        "好的，5月8日发货",
        "已发货",
        "đã gửi hàng hôm qua",
        "Recibido. El contenedor salió ayer.",
        "Tamam, cuma günü yüklüyoruz.",
        "ঠিক আছে, মাল শুক্রবার যাবে",
        "The fabric was rejected; we have ordered it again and it will be here on Friday.",
    ],
)
def test_what_says_more_is_an_answer(text):
    assert read_message(text).reply == Reply.SUBSTANTIVE


@pytest.mark.parametrize(
    "text",
    [
        "When will you ship",
        "Ship date?",
        "Hi Bao, when do you ship?",
        "Dear Bao please confirm",
        "Please confirm the ship date.",
        "Could you send the test report",
        "什么时候发货",
        "请确认交期。",
        "面料到了吗",
        "发货了？",
        "Anh cho em biết ngày giao hàng",
        "Vui lòng xác nhận số lượng",
        "¿Cuándo sale el contenedor?",
        "Por favor confirmen la fecha",
        "Ne zaman yüklersiniz",
        "Lütfen teyit edin",
        "কবে পাঠাবেন",
        "দয়া করে নিশ্চিত করুন",
        "متى؟ yes",
    ],
)
def test_questions_are_found_in_six_languages(text):
    assert read_message(text).asks


@pytest.mark.parametrize(
    "text",
    [
        "Please find attached the invoice.",
        "How are you?\nThe goods left today.",
        "See https://mill.example/track?id=7",
        "Shipped on Friday.",
        "请查收附件。",
        "ok",
        "Hola, ¿cómo está?\nSalió ayer.",
        "",
    ],
)
def test_statements_and_courtesies_ask_nothing(text):
    assert not read_message(text).asks


def test_machines_neither_ask_nor_answer():
    reading = read_message("I am away. Who is urgent? Call Bao. Fire exit plan.", automatic=Automatic.OUT_OF_OFFICE)

    assert (reading.reply, reading.asks, reading.is_critical) == (Reply.AUTOMATIC, False, False)
    assert reading.reasons[0].sentence() == "A machine sent it (out-of-office); it stops no clock."


def test_what_the_writer_stated_decides():
    assert read_message("Shipped.", stated_request=True).asks
    assert not read_message("When?", stated_request=False).asks
    assert codes(read_message("Shipped.", stated_request=True)) == ["reply.substantive", "reply.stated"]


def test_files_alone_are_an_answer():
    assert read_message("", has_files=True).reply == Reply.SUBSTANTIVE
    assert read_message("ok", has_files=True).reply == Reply.ACKNOWLEDGEMENT


@pytest.mark.parametrize(
    "text",
    [
        "There was a fire in the dyeing hall.",
        "We found a broken needle in carton 12",
        "车间发生火灾",
        "Có tai nạn ở xưởng",
        "Hubo un incendio",
        "Fabrikada yangın çıktı",
        "কারখানায় আগুন লেগেছে",
    ],
)
def test_safety_is_marked_in_six_languages(text):
    reading = read_message(text)

    assert reading.is_critical
    assert codes(reading)[-1] == "reply.critical"


@pytest.mark.parametrize("text", ["Urgent: ship today", "He was fired", "Firefly print, 500 pcs", "We work safely"])
def test_hurry_is_no_danger(text):
    assert not read_message(text).is_critical


def test_reasons_name_the_words():
    reading = read_message("Hello Bao,\nplease confirm: was anybody injured?")

    assert [finding.sentence() for finding in reading.reasons] == [
        "It says more than that it was received.",
        "It holds a question mark: “please confirm: was anybody injured?”",
        "It speaks of “injured”, which touches safety; the wall clock counts.",
    ]


def test_greeting_and_signature_are_left_out():
    assert own_part("您好，\n\n收到。\n\n此致\n陈明") == "收到。"
    assert own_part("Regards to all of you at the mill.") == "Regards to all of you at the mill."


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read_with_a_reason(text):
    reading = read_message(text)

    assert reading.reasons
    assert all(finding.sentence() for finding in reading.reasons)


@given(
    st.lists(
        st.sampled_from(["ok", "noted", "收到", "will check", "Shipped 5 May", "recibido", "why not"]),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=60, deadline=None)
def test_one_clause_of_substance_makes_an_answer(clauses):
    substance = {"Shipped 5 May", "why not"} & set(clauses)

    assert (read_message(". ".join(clauses)).reply == Reply.SUBSTANTIVE) is bool(substance)


@pytest.mark.parametrize(
    "text", ["ok " * 60_000, "On " * 60_000, "-" * 200_000, "&a" * 100_000, "thanks\n" * 40_000, " " * 200_000]
)
def test_endless_texts_are_read_in_time(text):
    before = process_time()
    read_message(text)

    assert process_time() - before < 20
