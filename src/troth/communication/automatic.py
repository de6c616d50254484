"""Telling what a machine sent from what a person wrote: it answers nothing, and nobody answers it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Automatic(StrEnum):
    """What kind of machine wrote a message."""

    BOUNCE = "bounce"
    OUT_OF_OFFICE = "out-of-office"
    RECEIPT = "receipt"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Hold why a message is taken for a machine's.

    Args:
        kind: What kind of machine.
        reason: The header field and its value, or "Subject" and the words that say so.
    """

    kind: Automatic
    reason: str


_AWAY = re.compile(
    r"^\s*(?:automatic reply|auto[- ]?(?:matic)?[- ]?(?:reply|response|responder)"
    r"|out of (?:the )?office(?:\s*auto[- ]?reply)?\s*(?:[:：-]|$)"
    r"|away from (?:the |my )?office\s*(?:[:：-]|$)|vacation (?:reply|response|notice)"
    r"|自动(?:回复|答复|回覆)|自動(?:回覆|回复|答覆)|(?:不在办公室|外出|休假|假期)(?:自动)?(?:回复|通知)"
    r"|(?:thư )?trả lời tự động|tự động trả lời|phản hồi tự động|vắng mặt(?: khỏi văn phòng)?\s*(?:[:：-]|$)"
    r"|respuesta automática|fuera de (?:la )?oficina|ausente de la oficina"
    r"|otomatik (?:yanıt|cevap)|ofis(?:te|in)? d[ıi]ş[ıi]nda|iş yeri dışında"
    r"|স্বয়ংক্রিয় (?:উত্তর|জবাব|প্রত্যুত্তর)|অফিসের বাইরে|risposta automatica|réponse automatique|automatische antwort)",
    re.IGNORECASE,
)
_UNDELIVERED = re.compile(
    r"^\s*(?:undeliver(?:ed|able)\b|(?:mail )?deliver(?:y|ies) (?:status notification|failure|has failed|failed)"
    r"|mail delivery (?:failed|failure|subsystem)|returned mail|failure notice|message undeliverable"
    r"|退信|系统退信|未送达|无法投递|郵件無法傳遞|không gửi được|thư bị trả lại|no se puede entregar|correo devuelto"
    r"|teslim edilemedi|iletilemedi|বার্তা পৌঁছায়নি|বিতরণ ব্যর্থ)",
    re.IGNORECASE,
)
_MACHINES = re.compile(r"^(?:mailer-daemon|mail-daemon|postmaster|bounces?)(?:[+=-].*)?@", re.IGNORECASE)
_ROBOTS = re.compile(r"^(?:no|do[-_.]?not|donot)[-_.]?reply(?:[+=_.-].*)?@", re.IGNORECASE)
_SHOWN = 120


def automatic_sign(fields: Mapping[str, str], *, sender: str, report_type: str = "") -> Sign | None:
    """Find what shows that no person wrote a message.

    A mailing list's "Precedence: bulk" shows nothing: persons write there. Nor does a subject that begins with "Re:".

    Args:
        fields: Header fields, their names in lower case, decoded; the first of each name.
        sender: The sender's address, "" where there is none.
        report_type: The report-type of a multipart/report in lower case, "" for any other message.

    Returns:
        The strongest sign, or None.

    Source: RFC 3834 (Auto-Submitted), RFC 3462 and 3464 (delivery reports), RFC 8098 (receipts), and the fields mail
    programs use besides.

    >>> automatic_sign({"subject": "Automatic reply: PO 7001"}, sender="bao@mill.example").kind.value
    'out-of-office'
    >>> automatic_sign({"precedence": "bulk", "list-id": "<users.example>"}, sender="ana@brand.example") is None
    True
    """
    return _report(fields, sender, report_type) or _absence(fields) or _notice(fields, sender)


def _report(fields: Mapping[str, str], sender: str, report_type: str) -> Sign | None:
    subject = fields.get("subject", "")
    if report_type == "disposition-notification":
        return _sign(Automatic.RECEIPT, "Content-Type", f"multipart/report; {report_type}")
    if report_type in ("delivery-status", "unknown"):
        return _sign(Automatic.BOUNCE, "Content-Type", f"multipart/report; {report_type}")
    if "x-failed-recipients" in fields:
        return _sign(Automatic.BOUNCE, "X-Failed-Recipients", fields["x-failed-recipients"])
    if _MACHINES.match(sender):
        return _sign(Automatic.BOUNCE, "From", sender)
    if _UNDELIVERED.match(subject):
        return _sign(Automatic.BOUNCE, "Subject", subject)
    return None


def _absence(fields: Mapping[str, str]) -> Sign | None:
    subject, submitted = fields.get("subject", ""), fields.get("auto-submitted", "").lower()
    if _AWAY.match(subject):
        return _sign(Automatic.OUT_OF_OFFICE, "Subject", subject)
    if submitted.startswith("auto-replied"):
        return _sign(Automatic.OUT_OF_OFFICE, "Auto-Submitted", submitted)
    for name in ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-autoreply-from"):
        if fields.get(name, "no").strip().lower() not in ("no", "false"):
            return _sign(Automatic.OUT_OF_OFFICE, name, fields[name])
    if fields.get("precedence", "").strip().lower() in ("auto_reply", "auto-reply"):
        return _sign(Automatic.OUT_OF_OFFICE, "Precedence", fields["precedence"])
    return None


def _notice(fields: Mapping[str, str], sender: str) -> Sign | None:
    submitted = fields.get("auto-submitted", "no").strip().lower()
    if submitted and not submitted.startswith("no"):
        return _sign(Automatic.NOTICE, "Auto-Submitted", submitted)
    of_a_list = any(name in fields for name in ("list-id", "list-post", "mailing-list"))
    if not of_a_list and fields.get("precedence", "").strip().lower() in ("bulk", "junk"):
        return _sign(Automatic.NOTICE, "Precedence", fields["precedence"])
    if "return-path" in fields and fields["return-path"].replace(" ", "") == "<>":
        return _sign(Automatic.NOTICE, "Return-Path", "<>")
    if _ROBOTS.match(sender):
        return _sign(Automatic.NOTICE, "From", sender)
    return None


def _sign(kind: Automatic, name: str, value: str) -> Sign:
    return Sign(kind=kind, reason=f"{name}: {' '.join(value.split())[:_SHOWN]}")
