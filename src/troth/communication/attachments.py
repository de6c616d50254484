"""What hangs on a message: named, measured and marked, never opened."""

import re
from dataclasses import dataclass

# Programs, scripts, shortcuts, disk images and documents that carry macros.
_DANGEROUS = {
    "ade", "adp", "apk", "app", "appx", "bat", "cab", "chm", "cmd", "com", "cpl", "dll", "dmg", "docm", "dotm",
    "exe", "gadget", "hta", "img", "inf", "ins", "iso", "isp", "jar", "js", "jse", "lib", "lnk", "mde", "msc",
    "msi", "msix", "msp", "mst", "nsh", "one", "pif", "pptm", "ps1", "psd1", "psm1", "reg", "scr", "sct", "shb",
    "sys", "vb", "vbe", "vbs", "vhd", "vhdx", "vxd", "wsc", "wsf", "wsh", "xlam", "xll", "xlsm", "xltm",
}  # fmt: skip
_DANGEROUS_TYPES = frozenset({"application/x-msdownload", "application/x-dosexec", "application/x-ms-installer"})
# These turn the rest of a name round: "invoice‮fdp.exe" reads as "invoiceexe.pdf".
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Hold what is known of an attachment without opening it.

    Args:
        name: Its file name, without folders and control characters; "" where it has none.
        media_type: Its stated type in lower case.
        size: Bytes, as far as its coding tells; exact but for damaged codings.
        is_dangerous: Whether its kind can run on the reader's machine, or its name hides its kind.
    """

    name: str
    media_type: str
    size: int
    is_dangerous: bool


def attachment(*, name: str, media_type: str, size: int) -> Attachment:
    r"""Describe an attachment.

    Args:
        name: The name a message states, whatever it holds.
        media_type: The stated type.
        size: Bytes, 0 or more.

    Returns:
        The description; a dangerous kind is told by its last ending, its type, or a name written to mislead.

    >>> attachment(name="C:\\temp\\invoice.pdf.EXE ", media_type="application/pdf", size=9).is_dangerous
    True
    """
    turned = _TURNING.search(name) is not None
    last = re.split(r"[/\\]", _TURNING.sub("", name))[-1]
    clean = "".join(character for character in last if character.isprintable()).strip(" .")[:_LONGEST_NAME]
    ending = clean.rpartition(".")[2].lower().strip()
    dangerous = turned or ending in _DANGEROUS or media_type in _DANGEROUS_TYPES
    return Attachment(name=clean, media_type=media_type, size=size, is_dangerous=dangerous)


def coded_size(payload: str, *, coding: str) -> int:
    r"""Measure how many bytes a coded part holds, without decoding it.

    Args:
        payload: The part's text as it stands in the message.
        coding: Its Content-Transfer-Encoding in lower case.

    Returns:
        Bytes: three for each four signs of base64 less its padding, otherwise the text's own length.

    Source: RFC 2045, section 6.8.

    >>> coded_size("aGVs\nbG8=\n", coding="base64")
    5
    """
    if coding != "base64":
        return len(payload)
    signs = len(payload) - sum(payload.count(blank) for blank in "\r\n \t")
    return max(0, signs // 4 * 3 - payload[-8:].count("="))
