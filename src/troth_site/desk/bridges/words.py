"""What the pages call the kinds of places, and what they say of each."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of place.

    Attributes:
        called: Its name.
        where: Where its address is found, empty where it needs none.
        label: What the address is called there.
        secret: Where its secret is found, empty where it has none.
    """

    called: str | Promise
    where: str | Promise = ""
    label: str | Promise = ""
    secret: str | Promise = ""


KINDS = {
    "slack": Kind(
        "Slack",
        _("In Slack: the settings of your app, “Incoming Webhooks”, “Add New Webhook to Workspace”."),
        _("Webhook URL"),
    ),
    "teams": Kind(
        "Microsoft Teams",
        _("In Teams: “Workflows” beside the channel, “Post to a channel when a webhook request is received”."),
        _("Address of the workflow"),
    ),
    "wecom": Kind(
        "WeCom 企业微信", _("In WeCom: the settings of the group, “Group robots”, “Add”."), _("Webhook address")
    ),
    "dingtalk": Kind(
        "DingTalk 钉钉",
        _(
            "In DingTalk: the settings of the group, “Robots”, “Custom”, with “Sign” or “Custom keywords” as its "
            "security."
        ),
        _("Webhook"),
        _("With “Sign”, copy the secret that begins with SEC."),
    ),
    "feishu": Kind(
        "Feishu 飞书",
        _(
            "In Feishu: the settings of the group, “Bots”, “Custom bot”, with “Signature verification” or “Custom "
            "keywords”."
        ),
        _("Webhook address"),
        _("With “Signature verification”, copy the secret beside it."),
    ),
    "webhook": Kind(
        _("Webhook"),
        _("Any https address of a program of yours. What Troth sends is signed as Standard Webhooks say."),
        _("Address"),
    ),
}
ICONS = {"email": {"icon": "mail"}, "push": {"icon": "bell"}, "webhook": {"icon": "plug-connected"}}
CHAT = {"icon": "message"}
NAMES = {"email": _("E-mail"), "push": _("This browser")} | {key: kind.called for key, kind in KINDS.items()}
BATCHES = {
    0: _("at once"),
    15: _("gathered for 15 minutes"),
    60: _("gathered for an hour"),
    240: _("gathered for four hours"),
    1440: _("gathered for a day"),
}
# What belongs together on the page of choices; an event that stands nowhere comes last.
GROUPS = (
    ("talk", _("Questions and messages"),
     ("message", "request", "critical", "answer", "bounced", "escalated", "decision", "change", "board")),
    ("promises", _("Promises and the record"), ("promise", "action", "flag", "contest", "firm")),
    ("meet", _("Meetings and staying in touch"), ("meeting", "status", "greeting", "quiet")),
    ("quality", _("Quality and inspections"),
     ("paper", "checkpoint", "inspection", "inspected", "report", "report-version", "report-remark", "second-look",
      "lot-decision", "lot-presented", "programme", "look-overdue", "sampling-stopped", "sampling-resumed",
      "corrective", "corrective-opened",
      "corrective-back", "disclosure", "idea", "training")),
    ("planning", _("Planning ahead"), ("demand", "reservation")),
)  # fmt: skip
OTHERS = _("Other events")
