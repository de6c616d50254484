"""Telling what a message says from what it repeats of earlier ones."""

import re

# "On Tue, 3 Mar 2026, Bao wrote:" as mail programs write it in the languages of our users and their neighbours.
_ATTRIBUTIONS = re.compile(
    r"(?:^On\b.{6,240}\bwrote|^.{0,240}(?:写道|寫道)|^.{4,240}\bđã viết|^El\b.{6,240}\bescribi[óo]"
    r"|^.{4,240}\b(?:şunu yazdı|şunları yazdı|yazdı|yazmış)|^.{4,240}(?:লিখেছেন|লিখেছে|লিখেছিলেন)"
    r"|^Am\b.{6,240}\bschrieb\b.{0,120}|^Le\b.{6,240}\ba écrit)\s*[:：]\s*$",
    re.IGNORECASE,
)
_RULERS = re.compile(
    r"^\s*[-_*= ]{2,40}\s*(?:original message|original appointment|forwarded message|begin forwarded message"
    r"|原始邮件|原邮件|原始郵件|转发邮件|转发的邮件|轉寄郵件|回复的原邮件"
    r"|thư gốc|tin nhắn gốc|thư đã chuyển tiếp|tin nhắn được chuyển tiếp"
    r"|mensaje original|mensaje reenviado|özgün ileti|orijinal mesaj|asıl ileti|iletilmiş ileti|yönlendirilmiş ileti"
    r"|মূল বার্তা|ফরওয়ার্ড করা বার্তা)\s*[-_*= ]{2,40}\s*$|^Begin forwarded message:\s*$",
    re.IGNORECASE,
)
_FROM_FIELD = re.compile(
    r"^\W{0,3}(?:From|发件人|寄件者|寄件人|發件人|De|Từ|Người gửi|Kimden|Gönderen|প্রেরক|থেকে|Von)\W{0,3}\s*[:：]\W*\S",
    re.IGNORECASE,
)
_OTHER_FIELD = re.compile(
    r"^\W{0,3}(?:Sent|Date|To|Cc|Subject|发送时间|发送日期|发送|时间|日期|收件人|抄送|主题|寄件日期|傳送時間|收件者|主旨|主題"
    r"|Enviado(?: el)?|Fecha|Para|CC|Asunto|Đã gửi|Ngày(?: gửi)?|Gửi(?: lúc)?|Đến|Tới|Người nhận|Chủ đề|Tiêu đề"
    r"|Gönderme Tarihi|Gönderilme Tarihi|Gönderildi|Tarih|Kime|Bilgi|Konu"
    r"|পাঠানো হয়েছে|তারিখ|প্রতি|প্রাপক|বিষয়|Gesendet|An|Betreff)"
    r"\W{0,3}\s*[:：]",
    re.IGNORECASE,
)
_LONGEST_LINE = 500


def split_quoted(text: str) -> tuple[str, str]:
    r"""Separate what a message says itself from what it quotes.

    Lines that begin with ">" are quoted wherever they stand, so answers written between them remain. What follows a
    line such as "On … wrote:" without such marks is quoted to the end, as is what follows "-----Original Message-----"
    or a repeated header (From, Sent, To, Subject) in any of our languages.

    Args:
        text: A message's plain text.

    Returns:
        The new text and the quoted text, each without blank lines around it.

    >>> split_quoted("Yes, Friday.\n\nOn Mon, 2 Mar 2026 at 09:15, Bao wrote:\n> Ship when?")
    ('Yes, Friday.', 'On Mon, 2 Mar 2026 at 09:15, Bao wrote:\n> Ship when?')
    """
    lines = text.splitlines()
    new, quoted = list[str](), list[str]()
    at = 0
    while at < len(lines):
        if _all_below_is_quoted(lines, at):
            quoted += lines[at:]
            break
        taken = 1 if lines[at].lstrip().startswith(">") else _attribution(lines, at)
        if taken and not _marked_below(lines, at + taken) and not lines[at].lstrip().startswith(">"):
            quoted += lines[at:]
            break
        (quoted if taken else new).extend(lines[at : at + max(taken, 1)])
        at += max(taken, 1)
    return "\n".join(new).strip(), "\n".join(quoted).strip()


def _all_below_is_quoted(lines: list[str], at: int) -> bool:
    line = lines[at][:_LONGEST_LINE]
    if _RULERS.match(line):
        return True
    if not _FROM_FIELD.match(line):
        return False
    return sum(_OTHER_FIELD.match(below[:_LONGEST_LINE]) is not None for below in lines[at + 1 : at + 6]) >= 2


def _attribution(lines: list[str], at: int) -> int:
    """Return how many lines an attribution beginning here takes, 0 where there is none."""
    if not lines[at].strip():
        return 0
    for count in (1, 2, 3):
        part = [line.strip() for line in lines[at : at + count]]
        if "" in part or len(part) < count:
            return 0
        joined = " ".join(part)
        if len(joined) <= _LONGEST_LINE and _ATTRIBUTIONS.match(joined):
            return count
    return 0


def _marked_below(lines: list[str], at: int) -> bool:
    """Tell whether the next line that is not blank is marked as quoted."""
    following = next((lines[below] for below in range(at, len(lines)) if lines[below].strip()), "")
    return following.lstrip().startswith(">")
