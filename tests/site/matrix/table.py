"""Who may open which page, press which button and call which route. One row an address; an address without one fails.

Who is let in is written here by hand, from what people do at work, and never read from the gate. Whoever is not named
finds nothing (404), or a closed door (403) where the row says `closed`. Nobody signed in is sent to sign in; the API
answers 401. Buttons refuse to be visited, pages refuse to be posted to.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cast import EVERYBODY, NOBODY, Cast, orders_file

BUYERS = frozenset({"buyer", "finance", "manager"})
SALES = frozenset({"sales", "owner"})
SEE = BUYERS | SALES
RECORD = SETTLE = frozenset({"buyer", "manager"}) | SALES
IMPORT_OURS = frozenset({"buyer", "manager"})
IMPORT = IMPORT_OURS | {"other buyer"}
SIGNED_IN = frozenset(EVERYBODY) - {NOBODY}
ALL = frozenset(EVERYBODY)
NONE: frozenset[str] = frozenset()
NOT_IMPORTING = SIGNED_IN - IMPORT

Given = Callable[[Cast, str], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One address.

    Attributes:
        where: Its parts, from the cast.
        get: Who may visit it; None where it cannot be visited.
        post: Who may post to it; None where nothing can be posted.
        closed: Who is told that it is closed to them, instead of finding nothing.
        given: What is posted.
        is_api: It answers 401 to nobody.
        is_public: Nobody is not sent to sign in.
        reads_only: Somebody else's page that answers alike however it is asked.
    """

    where: Given = lambda cast, part: {}
    get: frozenset[str] | None = None
    post: frozenset[str] | None = None
    closed: frozenset[str] = NONE
    given: Given = lambda cast, part: {}
    is_api: bool = False
    is_public: bool = False
    reads_only: bool = False


def _on(name: str, key: str = "pk", **more: Any) -> Given:
    return lambda cast, part: {key: getattr(cast, name), **more}


def _ahead(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def _self(cast: Cast, part: str) -> dict[str, Any]:
    return {"person": cast.people[part].pk if part in cast.people else 0}


def _given(**said: Any) -> Given:
    return lambda cast, part: said


def _dropped(cast: Cast, part: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("again.csv", orders_file())}


def _api(where: Given = lambda cast, part: {}, get: frozenset[str] = SIGNED_IN) -> Row:
    return Row(where=where, get=get, is_api=True)


def _button(where: Given, who: frozenset[str], given: Given = lambda cast, part: {}) -> Row:
    return Row(where=where, post=who, closed=SEE - who, given=given)


DESK = {
    "today": Row(get=SIGNED_IN),
    "partners": Row(get=SIGNED_IN),
    "partner": Row(where=_on("ours"), get=SEE),
    "why": Row(where=_on("ours", side="factory", dimension="delivery"), get=SEE),
    "verify": Row(where=_on("ours"), get=SEE, post=SEE),
    "ledger-copy": Row(where=_on("ours"), get=SEE),
    "entry": Row(where=_on("ours", seq=3), get=SEE),
    "propose": Row(
        where=_on("ours"), get=RECORD, post=RECORD, closed=SEE - RECORD,
        given=lambda cast, part: {"what": "Answer within a day", "due_on": _ahead(5), "dimension": "communication"},
    ),
    "notes": Row(where=_on("ours"), get=SEE, post=SEE, given=_given(text="Ask on Monday.", visibility="private")),
    "note": Row(
        where=_on("note"), get=SEE, post=frozenset({"buyer"}), closed=SEE - {"buyer"}, given=_given(text="Other words.")
    ),
    "delete-note": _button(_on("note"), frozenset({"buyer"})),
    "pulse": Row(where=_on("ours"), get=SEE, post=SEE, given=_given(promises="4", future="5")),
    "promise": Row(where=_on("proposed"), get=SEE),
    "step": _button(_on("proposed"), SEE, _given(event="accept")),
    "confirm-entry": _button(_on("line"), SEE),
    "contest-entry": Row(where=_on("line"), get=SEE, post=SEE, given=_given(reason="It came on the Monday.")),
    "line": Row(where=_on("line"), get=SEE),
    "receive": _button(_on("open_line"), RECORD, lambda cast, part: {"day": _ahead(-1)}),
    "move-promise": _button(
        _on("open_line"), RECORD, lambda cast, part: {"day": _ahead(30), "moved_by": "agreed", "reason": "Dye lot"}
    ),
    "record-delay": _button(_on("open_line"), RECORD, _given(cause="buyer", days="2", reason="Late approval")),
    "accept-delay": _button(
        lambda cast, part: {"pk": cast.open_line, "delay": cast.delay}, RECORD, lambda cast, part: {}
    ),
    "action": Row(where=_on("action"), get=SEE),
    "complete-action": _button(_on("action"), SETTLE, _given(evidence="The new plan, signed by both.")),
    "own-action": _button(_on("action"), SETTLE, _self),
    "flag": Row(where=_on("flag"), get=SEE),
    "acknowledge-flag": _button(_on("flag"), SETTLE),
    "answer-flag": _button(_on("flag"), SETTLE, _given(answer="A knitting machine stood still.", finding="confirmed")),
    "own-flag": _button(_on("flag"), SETTLE, _self),
    "language": Row(post=ALL, given=_given(language="en", next="/")),
    "theme": Row(post=ALL, given=_given(theme="dark", next="/")),
}  # fmt: skip
_file = _on("batch", "uid")
IMPORTS = {
    "imports": Row(get=IMPORT, post=IMPORT, closed=NOT_IMPORTING, given=_dropped),
    "import": Row(where=_file, get=IMPORT_OURS, post=IMPORT_OURS, closed=NOT_IMPORTING),
    "import-study": Row(where=_file, post=IMPORT_OURS, closed=NOT_IMPORTING),
    "import-confirm": Row(where=_file, post=IMPORT_OURS, closed=NOT_IMPORTING),
    "import-undo": Row(where=_file, get=IMPORT_OURS, post=IMPORT_OURS, closed=NOT_IMPORTING),
    "import-refused": Row(where=_on("refused", "uid"), get=IMPORT_OURS, closed=NOT_IMPORTING),
}
API = {
    "api:partners": _api(),
    "api:partner": _api(_on("ours", "partner"), SEE),
    "api:explain": _api(_on("ours", "partner"), SEE),
    "api:entries": _api(_on("ours", "partner"), SEE),
    "api:copy": _api(_on("ours", "partner"), SEE),
    "api:verify": _api(_on("ours", "partner"), SEE),
    "api:lines": _api(_on("ours", "partner"), SEE),
    "api:line": _api(_on("line", "line"), SEE),
    "api:actions": _api(),
    "api:action": _api(_on("action", "action"), SEE),
    "api:notes": _api(_on("ours", "partner"), SEE),
    "api:pulse": _api(_on("ours", "partner"), SEE),
    "api:flags": _api(),
    "api:flag": _api(_on("flag", "flag"), SEE),
    "api:today": _api(),
    "api:forecast_reports": _api(),
    "api:imports": _api(),
    "api:one": _api(_file, IMPORT_OURS),
    "api:me": _api(),
    # What the API is, not what is in it.
    "api:openapi-json": Row(get=ALL, reads_only=True),
    "api:openapi-view": Row(get=ALL, reads_only=True),
    "api:api-root": Row(get=NONE, reads_only=True),
}
OWN = {
    "sign-in": Row(get=ALL, post=ALL, given=_given(email="stranger@elsewhere.example")),
    "sign-in-sent": Row(get=ALL),
    "sign-in-link": Row(where=lambda cast, part: {"token": "never-made"}, get=ALL, post=NONE, is_public=True),
    "sign-out": Row(post=ALL),
    # Somebody was first already.
    "set-up": Row(get=NONE, post=NONE, is_public=True),
    "settings": Row(get=SIGNED_IN, post=SIGNED_IN, given=_given(language="en")),
}
_profile = _on("profile")
SETTINGS = {
    "tokens": Row(get=SIGNED_IN, post=SIGNED_IN, given=_given(called="Weekly list", days="30")),
    "revoke-token": Row(where=_on("token"), get=frozenset({"buyer"}), post=frozenset({"buyer"})),
    "import-profiles": Row(get=IMPORT, closed=NOT_IMPORTING),
    "import-profile": Row(
        where=_profile, get=IMPORT_OURS, post=IMPORT_OURS, closed=NOT_IMPORTING, given=_given(called="Another name")
    ),
    "delete-import-profile": Row(where=_profile, get=IMPORT_OURS, post=IMPORT_OURS, closed=NOT_IMPORTING),
}
ROWS = DESK | IMPORTS | API | OWN | SETTINGS
# Passwords and second factors are allauth's pages: one's own, or the way in. Each shows nothing of any record.
ALLAUTH_OWN = frozenset({
    "account_change_password", "account_set_password", "account_reauthenticate", "mfa_index", "mfa_reauthenticate",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn", "mfa_edit_webauthn", "socialaccount_connections",
})  # fmt: skip
ALLAUTH_WAYS_IN = frozenset({
    "account_email", "account_login", "account_logout", "account_inactive", "account_signup",
    "account_email_verification_sent", "account_confirm_login_code", "account_confirm_email", "account_reset_password",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "account_reset_password_done",
    "mfa_authenticate", "socialaccount_login_cancelled", "socialaccount_login_error", "socialaccount_signup",
    "openid_connect_login", "openid_connect_callback",
})  # fmt: skip
ALLAUTH_PARTS = {"pk": 1, "key": "no-such-key", "uidb36": "1", "provider_id": "none"}
