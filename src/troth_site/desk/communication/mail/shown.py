"""What the pages of a file of mail say: its state, how far it is, what is in it, what it did."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.communication.clock import ResponseSummary
from troth_site import queue
from troth_site.actions.communication.mail import dropping
from troth_site.queries.communication.mail.answers import answers_of
from troth_site.queries.communication.mail.batches import TOPICS, Batch

LOOKS = {
    "reading": "running", "applying": "running", "asking": "open", "done": "done", "refused": "failed",
    "undone": "cancelled",
}  # fmt: skip
TITLES = {"reading": gettext_lazy("Reading the file"), "applying": gettext_lazy("Taking the mail in")}
COUNTED = (
    ("messages", gettext_lazy("Messages in the file")),
    ("threads", gettext_lazy("Threads in it")),
    ("without_date", gettext_lazy("Without a date")),
    ("duplicates", gettext_lazy("Repeated copies")),
    ("here", gettext_lazy("Here already")),
    ("machines", gettext_lazy("Sent by machines")),
    ("aside", gettext_lazy("Not with the other side")),
    ("refused", gettext_lazy("Files not kept")),
    ("new", gettext_lazy("New messages")),
)
HOW = {
    "person": gettext_lazy("known here"),
    "domain": gettext_lazy("by the domain of their colleagues"),
    "said": gettext_lazy("as you said for an earlier file"),
}
MEGABYTE = 1024**2


def row(found: Batch) -> dict[str, Any]:
    """Return one line of the list of files."""
    stopped = bool(found.report.get("problem")) and found.state == "applying"
    return {
        "uid": found.uid, "url": reverse("mail-file", args=[found.uid]), "name": found.name, "when": found.read_at,
        "by": found.by, "whose": found.partnership.name("buyer" if found.side == "buyer" else "factory"),
        "look": "failed" if stopped else LOOKS[found.state], "state": _("Stopped") if stopped else found.state_name,
        "new": _count(found, "new") if found.state == "done" else None,
    }  # fmt: skip


def work(found: Batch) -> dict[str, Any] | None:
    """Return how far the work on a file is, None while it waits for a person."""
    if found.state not in TITLES or found.report.get("problem"):
        return None
    told = queue.progress(dropping.progress_name(found.uid)) or {}
    is_told = told.get("phase") == found.state
    done, total = (told.get("done", 0), told.get("total")) if is_told else (0, None)
    sentence = _("Beginning…")
    if total:
        sentence = _("%(done).1f of %(total).1f MB") % {"done": done / MEGABYTE, "total": total / MEGABYTE}
    return {
        "title": TITLES[found.state], "done": done, "total": total, "state": "running", "sentence": sentence,
        "url": f"{reverse('mail-file', args=[found.uid])}?part=work",
        "leave": _("You can leave this page: the work goes on, and the list of files shows how far it is."),
    }  # fmt: skip


def counts(found: Batch) -> list[dict[str, Any]]:
    """Return what was counted, in words."""
    return [{"label": label, "n": n} for name, label in COUNTED if (n := _count(found, name)) is not None]


def preview(found: Batch, posted: Mapping[str, str]) -> dict[str, Any]:
    """Return what a page asks and shows before anything is saved."""
    listed = [
        each | {
            "field": f"side-{number}", "chosen": posted.get(f"side-{number}", ""),
            "known": HOW.get(each["how"], ""), "whose": _whose(found, each["side"]),
        }
        for number, each in enumerate(found.report["addresses"])
    ]  # fmt: skip
    return {
        "counts": counts(found),
        "first": _moment(found.report.get("first")),
        "last": _moment(found.report.get("last")),
        "refused": found.report.get("refused", []),
        "asked": [each for each in listed if not each["how"] and each["wrote"]],
        "told": [each for each in listed if not each["how"] and not each["wrote"]],
        "known": [each for each in listed if each["how"]],
        "sides": [
            {"value": "buyer", "label": found.partnership.buyer_name},
            {"value": "factory", "label": found.partnership.factory_name},
            {"value": "neither", "label": _("Neither")},
        ],
        "aside": _count(found, "aside"),
        "rest": posted.get("rest") == "yes",
        "topics": [
            {"value": value, "label": label, "selected": posted.get("topic", "orders") == value}
            for value, label in TOPICS
        ],
    }


def said(found: Batch, posted: Mapping[str, str]) -> dict[str, str]:
    """Return what a person said of the addresses a page asked about."""
    fields = enumerate(found.report.get("addresses", []))
    return {each["address"]: posted[f"side-{number}"] for number, each in fields if posted.get(f"side-{number}")}


def outcome(found: Batch) -> dict[str, Any]:
    """Return what a page says of mail that is in."""
    return {
        "counts": counts(found),
        "problem": _(found.report["problem"]) if found.report.get("problem") else "",
        "answers": [
            {"name": found.partnership.name(each.side), "sentence": sentence(each.summary)}
            for each in answers_of(found.pk)
        ],
    }


def sentence(summary: ResponseSummary) -> str:
    """Say how soon a side answered, never without how many questions that is of."""
    if summary.share is None or summary.low is None or summary.high is None:
        return _("was asked nothing that can be timed.")
    values = {
        "answered": summary.answered, "asked": summary.requests, "hours": round(summary.target_hours),
        "share": round(100 * summary.share), "low": round(100 * summary.low), "high": round(100 * summary.high),
    }  # fmt: skip
    return (
        _(
            "%(answered)d of %(asked)d questions answered; %(share)d %% within %(hours)d hours, "
            "probably %(low)d to %(high)d %%."
        )
        % values
    )


def _whose(found: Batch, side: str) -> str:
    if side == "buyer":
        return found.partnership.buyer_name
    return found.partnership.factory_name if side == "factory" else _("Neither")


def _count(found: Batch, name: str) -> int | None:
    value = found.report.get("counts", {}).get(name)
    return int(value) if value is not None else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
