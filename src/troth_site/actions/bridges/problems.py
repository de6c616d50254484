"""Why a place could not be told, and what mends it, in whole sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SENTENCES = {
    "address": gettext_noop("Its address is no https address. Write it as the service shows it."),
    "host": gettext_noop("Its address belongs to another service. Copy it again from the right one."),
    "private": gettext_noop("Its address leads into a private network, and Troth calls only public ones."),
    "unknown name": gettext_noop("Nobody knows the name in its address just now."),
    "unreachable": gettext_noop("Its server cannot be reached just now, or shows no valid certificate."),
    "slow": gettext_noop("Its server took longer than ten seconds. It may have arrived."),
    "broken": gettext_noop("The connection broke before an answer came. It may have arrived."),
    "huge": gettext_noop("Its server answered with more than a megabyte. It may have arrived."),
    "stopped": gettext_noop("Troth was stopped while it was sending. It may have arrived."),
    "redirect": gettext_noop("Its server sends callers on to another address, which Troth does not follow. "
                             "Enter that address itself."),
    "gone": gettext_noop("This browser takes no more messages. Open this page in it and switch them on again."),
    "sealed": gettext_noop("The key of this installation has changed, so the secret can no longer be read. "
                           "Delete this place and add it again."),
    "mail": gettext_noop("The mail server did not take the letter."),
    "mailbox": gettext_noop("The mail server says that this mailbox does not exist."),
    "left": gettext_noop("Whoever reads here no longer sees this record, so nothing was sent."),
    "seat": gettext_noop("Whoever joined the two boards may no longer work in this record. "
                         "Part them, and let somebody else join them again."),
    "paused": gettext_noop("This place was paused before, so nothing was sent."),
}  # fmt: skip
STATUS = gettext_noop("Its server answered with the code %(code)s.")
STATUSES = {
    "401": gettext_noop("Its server does not accept the secret any more (code 401)."),
    "403": gettext_noop("Its server does not accept the secret any more (code 403)."),
    "404": gettext_noop("Its server knows this address no more (code 404). Make a new one there."),
    "410": gettext_noop("Its server knows this address no more (code 410). Make a new one there."),
    "429": gettext_noop("Its server asks to be called less often (code 429)."),
}
VENDOR = gettext_noop("Its service refused it and says: %(words)s")


def said(error: str) -> str:
    """Return what went wrong as a sentence, in the language that is on; empty where nothing did."""
    kind, _space, rest = error.partition(" ")
    if error in SENTENCES:
        return _(SENTENCES[error])
    if kind == "status":
        return _(STATUSES[rest]) if rest in STATUSES else _(STATUS) % {"code": rest}
    if kind == "vendor":
        return _(VENDOR) % {"words": rest}
    return error
