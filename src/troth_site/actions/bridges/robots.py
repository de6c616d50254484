"""Robots of group chats. Each vendor has its own words, its own signature and its own way to say no.

What people wrote is sent as plain text everywhere, never as a vendor's markup: nobody's subject line becomes a link or
calls a whole group. Sources: Slack, "Sending messages using incoming webhooks"; Microsoft, "Create incoming webhooks
with Workflows" and the Adaptive Cards schema 1.4; WeCom, "群机器人配置说明"; DingTalk, "自定义机器人安全设置"; Feishu,
"自定义机器人使用指南".
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from troth_site.actions.bridges.letters import Letter
from troth_site.actions.bridges.outcomes import Opened, Outcome, by_status
from troth_site.outside import Answer, Call

# WeCom counts bytes of a text, and drops what is longer.
WECOM_BYTES = 2048
_JSON = {"Content-Type": "application/json; charset=utf-8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Robot:
    """How one vendor is called.

    Attributes:
        hosts: The vendor's hosts; nobody else is called in its name.
        path: With what every address of such a robot begins; where it ends with a stroke, its key follows.
        key: The name of its key behind the question mark, empty where it stands in the path.
        signs: Whether a secret may come with it.
        call: Writes the request.
        judge: Reads the answer.
    """

    hosts: tuple[str, ...]
    path: str
    key: str = ""
    signs: bool = False
    call: Callable[[Letter, Opened, datetime], Call]
    judge: Callable[[Answer], Outcome]


def _post(opened: Opened, said: Mapping[str, Any], *, url: str = "") -> Call:
    body = json.dumps(said, ensure_ascii=False).encode()
    robot = ROBOTS[opened.row.kind]
    return Call(url=url or opened.secrets["url"], headers=_JSON, body=body, hosts=robot.hosts)


def _plain(letter: Letter) -> str:
    lines = [f"{line.says}\n{line.url}" for line in letter.lines]
    head = ["Troth"] if len(lines) == 1 else [f"Troth: {letter.title}"]
    return "\n\n".join([*head, *lines, *([f"{letter.rest}\n{letter.home}"] if letter.rest else [])])


def _slack(letter: Letter, opened: Opened, at: datetime) -> Call:
    lines = [f"{_for_slack(line.says)}\n<{line.url}>" for line in letter.lines]
    lines += [f"{_for_slack(letter.rest)}\n<{letter.home}>"] if letter.rest else []
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": line}} for line in lines]
    return _post(opened, {"text": _for_slack(letter.title), "blocks": blocks, "unfurl_links": False})


def _for_slack(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _teams(letter: Letter, opened: Opened, at: datetime) -> Call:
    parts: list[dict[str, Any]] = []
    for line in letter.lines:
        go = {"type": "Action.OpenUrl", "url": line.url}
        # Runs of text are shown as they are; a TextBlock would read Markdown in them.
        parts.append({"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": line.says, "selectAction": go}]})
    if letter.rest:
        parts.append({"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": letter.rest}]})
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
        "body": parts, "actions": [{"type": "Action.OpenUrl", "title": "Troth", "url": letter.lines[0].url
                                    if len(letter.lines) == 1 else letter.home}],
    }  # fmt: skip
    attached = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return _post(opened, {"type": "message", "attachments": [attached]})


def _wecom(letter: Letter, opened: Opened, at: datetime) -> Call:
    text = _plain(letter)
    if len(text.encode()) > WECOM_BYTES:
        end = f"…\n{letter.home}"
        text = text.encode()[: WECOM_BYTES - len(end.encode())].decode(errors="ignore") + end
    return _post(opened, {"msgtype": "text", "text": {"content": text}})


def _dingtalk(letter: Letter, opened: Opened, at: datetime) -> Call:
    url, secret = opened.secrets["url"], opened.secrets.get("secret", "")
    if secret:
        stamp = str(round(at.timestamp() * 1000))
        # The secret is the key, and is signed once more with the milliseconds.
        signed = _signature(secret, f"{stamp}\n{secret}")
        url += ("&" if urlsplit(url).query else "?") + f"timestamp={stamp}&sign={quote(signed, safe='')}"
    return _post(opened, {"msgtype": "text", "text": {"content": _plain(letter)}}, url=url)


def _feishu(letter: Letter, opened: Opened, at: datetime) -> Call:
    lines: list[list[dict[str, str]]] = []
    for line in letter.lines:
        lines.append([{"tag": "text", "text": f"{line.says} "}, {"tag": "a", "text": line.url, "href": line.url}])
    if letter.rest:
        lines.append([{"tag": "text", "text": f"{letter.rest} "}, {"tag": "a", "text": "Troth", "href": letter.home}])
    title = "Troth" if len(letter.lines) == 1 else f"Troth: {letter.title}"
    said: dict[str, Any] = {
        "msg_type": "post",
        "content": {"post": {"zh_cn": {"title": title, "content": lines}}},
    }
    secret = opened.secrets.get("secret", "")
    if secret:
        stamp = str(int(at.timestamp()))
        # Not as DingTalk: seconds, and what DingTalk signs is the key here, of nothing.
        said = {"timestamp": stamp, "sign": _signature(f"{stamp}\n{secret}", ""), **said}
    return _post(opened, said)


def _signature(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def _by_code(*names: str, soon: frozenset[int]) -> Callable[[Answer], Outcome]:
    """Return how a vendor is read that answers 200 to everything and says in the body how it went."""

    def judge(answer: Answer) -> Outcome:
        by = by_status(answer)
        if not by.arrived:
            return by
        try:
            said = json.loads(answer.body)
            code = next(int(said[name]) for name in names if name in said)
            words = str(said.get("errmsg") or said.get("msg") or said.get("StatusMessage") or "")
        except (ValueError, TypeError, AttributeError, StopIteration):
            return Outcome("vendor ?")
        return Outcome() if code == 0 else Outcome(f"vendor {code} {words}"[:250], is_final=code not in soon)

    return judge


ROBOTS = {
    "slack": Robot(
        hosts=("hooks.slack.com", "hooks.slack-gov.com"), path="/services/", call=_slack, judge=by_status
    ),
    "teams": Robot(
        hosts=("*.logic.azure.com", "*.environment.api.powerplatform.com"), path="/", key="sig", call=_teams,
        judge=by_status,
    ),
    "wecom": Robot(
        hosts=("qyapi.weixin.qq.com",), path="/cgi-bin/webhook/send", key="key", call=_wecom,
        judge=_by_code("errcode", soon=frozenset({-1, 45009, 45033})),
    ),
    "dingtalk": Robot(
        hosts=("oapi.dingtalk.com",), path="/robot/send", key="access_token", signs=True, call=_dingtalk,
        judge=_by_code("errcode", soon=frozenset({-1, 130101, 130102, 410100, 660026})),
    ),
    "feishu": Robot(
        hosts=("open.feishu.cn", "open.larksuite.com"), path="/open-apis/bot/v2/hook/", signs=True, call=_feishu,
        judge=_by_code("code", "StatusCode", soon=frozenset({9499, 11232, 11233})),
    ),
}  # fmt: skip
"""Codes named are those of "too often" and "busy": everything else stays as it is until somebody mends it."""
