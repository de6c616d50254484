"""What the phone says by itself, in the reader's language; the scripts hold no words of their own."""

from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

DEFECT_CLASSES = (
    ("critical", pgettext_lazy("class of defects", "Critical")),
    ("major", pgettext_lazy("class of defects", "Major")),
    ("minor", pgettext_lazy("class of defects", "Minor")),
)
SIDES = (("buyer", _("The buyer’s side")), ("factory", _("The factory’s side")), ("third", _("The inspector")))

KINDS = {
    "material": _("Incoming material"),
    "pre-production": _("Pre-production sample"),
    "readiness": _("Pre-production meeting"),
    "first-article": _("First article"),
    "in-line": _("In-line"),
    "final": _("Final"),
    "packing": _("Packing"),
    "loading": _("Container loading"),
}
STATES = {
    "planned": _("Planned"),
    "taken": _("Taken offline"),
    "working": _("Being carried out"),
    "handed-in": _("Handed in"),
    "reported": _("Reported"),
    "cancelled": _("Cancelled"),
}
STAGES = {
    "normal": _("Normal inspection"),
    "tightened": _("Tightened inspection"),
    "reduced": _("Reduced inspection"),
    "discontinued": _("Discontinued"),
}
SAMPLES = {
    "pre-production": _("Pre-production sample"),
    "size-set": _("Size set"),
    "limit": _("Limit sample"),
    "first-article": _("First article"),
    "shipment": _("Shipment sample"),
}
VERDICTS = {"accepted": _("Accepted"), "not-accepted": _("Not accepted"), "pending": _("Pending")}


def said() -> dict[str, str]:
    """Return every sentence of the scripts by its name."""
    return _counting() | _finding() | _photos() | _sending() | _keeping() | _signing()


def _counting() -> dict[str, str]:
    return {
        **{f"class-{name}": str(word) for name, word in DEFECT_CLASSES},
        "aql": gettext("AQL %(aql)s, letter %(letter)s,"),
        "counting-units": gettext("units"),
        "counting-defects": gettext("defects"),
        "unit-counted": gettext("Unit %(number)s is counted."),
        "sample-complete": gettext("The whole sample was looked at."),
        "one-less": gettext("One unit less looked at for %(class)s"),
        "one-more": gettext("One unit more looked at for %(class)s"),
        "looked-at": gettext("Units looked at for %(class)s"),
        "whole-number": gettext("Write a whole number, 1 or more."),
        "whole-up-to": gettext("Write a whole number, %(most)s at most: so many units are in the sample."),
        "reached": gettext("The number to refuse is reached."),
        **_ways(),
        "from-checks": gettext("%(count)s of them from answers and measurements"),
        "more-than-looked": gettext("More units with defects than units looked at: please count again."),
        "on-unit": gettext("Unit %(number)s"),
        "units-alike": gettext("Units alike: %(count)s"),
        "in-carton": gettext("Carton %(number)s"),
    }


def _ways() -> dict[str, str]:
    """Return what to do next where two numbers do not tell."""
    return {
        "way-accept": gettext("The count tells: accepted. Look at no more units."),
        "way-refuse": gettext("The count tells: not accepted. Look at no more units."),
        "way-go-on": gettext("The count does not tell yet: look at the next unit."),
        "way-every-unit": gettext(
            "Every unit, %(run)s of %(clearance)s good ones in a row. Next: unit %(unit)s of the line."
        ),
        "way-sampling": gettext("One unit in %(block)s. Next: unit %(unit)s of the line."),
        "way-line-fails": gettext(
            "%(limit)s units, and never %(clearance)s good ones in a row: the line does not hold what was agreed. "
            "Stop, and open a corrective action."
        ),
        "way-line-over": gettext("The line has gone by: hand in."),
    }


def _finding() -> dict[str, str]:
    return {
        "defect-kept": gettext("%(name)s on unit %(number)s is kept as %(class)s."),
        "said-anew": gettext("Said anew"),
        "say-why": gettext("Say why, in a few words."),
        "name-and-class": gettext("Name the defect, and choose its class."),
        "required": gettext("must be answered"),
        "no-answer": gettext("Not answered yet"),
        "answered": gettext("Answered %(time)s"),
        "fails": gettext("This answer fails the check."),
        "outside": gettext("Outside the limits"),
        "limits": gettext("From %(lower)s to %(upper)s"),
        "steps": gettext("From %(lower)s to %(upper)s, in steps of %(step)s"),
        "range": gettext("From %(lower)s to %(upper)s %(unit)s, wanted %(target)s"),
        "not-a-number": gettext("This is not a number. It is not kept."),
        "readings": gettext("Measured: %(count)s of %(wanted)s"),
        "kept": gettext("Kept."),
        "kept-outside": gettext("Kept, outside the limits."),
        "place-unknown": gettext("The phone does not say where it is. The answer stays open."),
        "place-allowed": gettext("Each answer carries the place where it was given."),
        "place-refused": gettext("The place stays unknown, as you chose. Everything else works alike."),
        "place-not-known": gettext("The phone does not know where it is. The place stays unknown."),
        "title-and-grade": gettext("Name the problem, and choose how much it matters."),
        "corrective-kept": gettext("The corrective action is kept. Both sides see it once it is sent."),
    }


def _photos() -> dict[str, str]:
    return {
        "no-photo": gettext("“%(name)s” is no photo, or is empty. Nothing of it is kept."),
        "photo-large": gettext(
            "“%(name)s” has %(size)s, and %(most)s is the most. Take it smaller: nothing of it is kept."
        ),
        "photo-kept": gettext("The photo is kept on this phone: %(size)s."),
        "photo-of": gettext("Photo of %(time)s"),
        "photo-whole": gettext("The whole photo"),
        "photo-here": gettext("On this phone"),
        "photo-part": gettext("%(percent)s %% sent"),
        "photo-sent": gettext("Sent whole"),
        "photos-of": gettext("Photos: %(count)s"),
        "marks-of": gettext("Marks: %(count)s"),
        "marks-kept": gettext("The marks are kept."),
    }


def _sending() -> dict[str, str]:
    return {
        "state-waiting": gettext("On this phone"),
        "state-packed": gettext("Being sent"),
        "state-sent": pgettext("inspection", "Sent"),
        "state-refused": gettext("Not taken:"),
        "send-offline": gettext("No network. Everything is kept on this phone and goes by itself later."),
        "send-sending": gettext("Being sent …"),
        "send-photos": gettext("Sending photo %(at)s of %(of)s"),
        "send-done": gettext("Everything is sent."),
        "send-again": gettext("The network is weak. The next try is in %(seconds)s seconds."),
        "send-stuck": gettext(
            "Sending stopped. Everything is kept on this phone. The next try is in %(seconds)s seconds."
        ),
        "send-signed-out": gettext("You are signed out. Everything is kept on this phone."),
        "send-other-person": gettext("Somebody else is signed in. Everything is kept on this phone."),
        "signed-out": gettext("You are signed out. Sign in and try again."),
        "signed-out-kept": gettext(
            "You are signed out. What is not sent yet stays on this phone; sign in and it goes by itself."
        ),
        "sign-in": gettext("Sign in"),
        "other-person": gettext("This is the work of %(name)s. It stays on this phone until %(name)s signs in here."),
        "unsent": gettext("Not sent yet: answers %(count)s, photos %(photos)s"),
        "all-sent": gettext("Everything is sent."),
        "hand-in-waits": gettext("It is handed in as soon as everything has come."),
        "hand-in-lacks": gettext(
            "Still missing: %(count)s, listed above. What is handed in cannot be added to, and a class that was not "
            "counted stays pending."
        ),
        "hand-in-refused": gettext("It could not be handed in. %(reason)s"),
        "handed-in": gettext("Handed in. The verdict stands in the report, which both sides see at the same moment."),
    }


def _keeping() -> dict[str, str]:
    return {
        "unsafe": gettext("This page keeps nothing without a safe address (https). Ask whoever runs Troth for one."),
        "no-worker": gettext("This browser does not open the page without a network. Leave it open while you work."),
        "no-network": gettext("The network does not answer. Try again where there is signal."),
        "not-there": gettext("This inspection is not there, or not yours any more."),
        "full": gettext("This phone is full. The last answers are in this open page only: save them as a file now."),
        "not-kept": gettext("This browser could not keep the last answers. Save them as a file now."),
        "full-taking": gettext(
            "This phone is full. Free some space, or remove an inspection that is sent, and try again."
        ),
        "save-file": gettext("Save as a file"),
        "file-saved": gettext("The file is being saved. Drop it on the list of inspections, on this phone or another."),
        "file-read": gettext("Read from the file of %(lot)s: %(count)s. What was here already stayed as it was."),
        "file-not-ours": gettext("This is no file of unsent work. Nothing of it was taken."),
        "file-broken": gettext("The file ends in the middle or cannot be read. What could be read is kept."),
        "taken": gettext("On this phone"),
        "taken-gaps": gettext("On this phone; pictures missing: %(count)s"),
        "on-phone": gettext(
            "Used on this phone: %(used)s. Free: about %(free)s. When space is short, the browser may delete it."
        ),
        "on-phone-safe": gettext("Used on this phone: %(used)s. Free: about %(free)s. The browser keeps it."),
        "unsent-stays": gettext("Something of it is not sent yet, so it stays. Save it as a file, or send it first."),
        "sign-out-unsent": gettext(
            "Something is not sent yet. It stays here until you sign in again. Press once more to sign out."
        ),
        "lacks-count": gettext("%(class)s: nobody said how many units were looked at"),
        "lacks-units": gettext("%(class)s: %(looked)s of %(sample)s units looked at"),
        "lacks-answers": gettext("Questions that must be answered: %(count)s"),
        "lacks-readings": gettext("%(name)s: %(had)s of %(wanted)s measured"),
        "lacks-defect": gettext("%(name)s: unit %(unit)s is outside the limits, and no defect is written down for it"),
        "lacks-signature": gettext("%(side)s has not signed"),
    }


def _signing() -> dict[str, str]:
    return {
        "side-buyer": gettext("The buyer’s side"),
        "side-factory": gettext("The factory’s side"),
        "side-third": gettext("The inspector"),
        "name-first": gettext("Choose who signs."),
        "name-of-refusal": gettext("Choose who does not sign, or write the name."),
        "listed-only": gettext(
            "Only those on the list can sign here: %(names)s. Choose one of them, or write below why none does."
        ),
        "nobody-listed": gettext(
            "Nobody is on the list for this side, so nobody can sign for it yet. Write below why it is not signed."
        ),
        "draw-first": gettext("Sign on the glass, or tick that the name alone is your signature."),
        "signature-kept": gettext("The signature of %(name)s is kept."),
        "refusal-kept": gettext("That %(name)s does not sign is kept with the reason."),
        "refused-signing": gettext("does not sign: %(because)s"),
        "not-listed": gettext("not on the list of those who may sign"),
    }
