"""Who may open which page, press which button and call which route. One row an address; an address without one fails.

Who is let in is written here by hand, from what people do at work, and never read from the gate. Whoever is not named
finds nothing (404), or a closed door (403) where the row says `closed`. Nobody signed in is sent to sign in; the API
answers 401. Buttons refuse to be visited, pages refuse to be posted to.
"""

from tests.cast import SEATS
from tests.site.matrix.rooms import ROOMS
from tests.site.matrix.rows import (
    ALL,
    IMPORT,
    IMPORT_OURS,
    NONE,
    NOT_IMPORTING,
    RECORD,
    SEE,
    SETTLE,
    SIGNED_IN,
    Row,
    ahead,
    api_route,
    button,
    dropped,
    on,
    said,
    themselves,
)  # fmt: skip

ADDING = RECORD | {"other buyer", "other factory"}
DESK = {
    "today": Row(get=SIGNED_IN),
    "partners": Row(get=SIGNED_IN),
    "add-partner": Row(
        get=ADDING, post=ADDING, closed=SIGNED_IN - ADDING, given=lambda cast, part: {
            "house": cast.organisations[SEATS.get(part, SEATS["buyer"])[0]], "called": "Foxglove Hosiery",
        },
    ),
    "partner": Row(where=on("ours"), get=SEE),
    "why": Row(where=on("ours", side="factory", dimension="delivery"), get=SEE),
    "verify": Row(where=on("ours"), get=SEE, post=SEE),
    "ledger-copy": Row(where=on("ours"), get=SEE),
    "entry": Row(where=on("ours", seq=3), get=SEE),
    "propose": Row(
        where=on("ours"), get=RECORD, post=RECORD, closed=SEE - RECORD,
        given=lambda cast, part: {"what": "Answer within a day", "due_on": ahead(5), "keep_day": ahead(5),
                                  "dimension": "communication"},
    ),
    "notes": Row(where=on("ours"), get=SEE, post=SEE, given=said(text="Ask on Monday.", visibility="private")),
    "note": Row(
        where=on("note"), get=SEE, post=frozenset({"buyer"}), closed=SEE - {"buyer"}, given=said(text="Other words.")
    ),
    "delete-note": button(on("note"), frozenset({"buyer"})),
    "pulse": Row(where=on("ours"), get=SEE, post=SEE, given=said(promises="4", future="5")),
    "promise": Row(where=on("proposed"), get=SEE),
    "step": button(on("proposed"), SEE, said(event="accept")),
    "confirm-entry": button(on("line"), SEE),
    "answer-contest": Row(
        where=on("contested"), get=SEE, post=RECORD, closed=SEE - RECORD,
        given=said(reason="The carton was counted twice.", decision="hold"),
    ),
    "contest-entry": Row(where=on("line"), get=SEE, post=SEE, given=said(reason="It came on the Monday.")),
    "line": Row(where=on("line"), get=SEE),
    "receive": button(on("open_line"), RECORD, lambda cast, part: {"day": ahead(-1)}),
    "move-promise": button(
        on("open_line"), RECORD,
        lambda cast, part: {"day": ahead(30), "keep_day": ahead(30), "moved_by": "agreed", "reason": "Dye lot"},
    ),
    "record-delay": button(on("open_line"), RECORD, said(cause="buyer", days="2", reason="Late approval")),
    "accept-delay": button(
        lambda cast, part: {"pk": cast.open_line, "delay": cast.delay}, RECORD, lambda cast, part: {}
    ),
    "action": Row(where=on("action"), get=SEE),
    "complete-action": button(on("action"), SETTLE, said(evidence="The new plan, signed by both.")),
    "own-action": button(on("action"), SETTLE, themselves),
    "flag": Row(where=on("flag"), get=SEE),
    "acknowledge-flag": button(on("flag"), SETTLE),
    "answer-flag": button(on("flag"), SETTLE, said(answer="A knitting machine stood still.", finding="confirmed")),
    "own-flag": button(on("flag"), SETTLE, themselves),
    "language": Row(post=ALL, given=said(language="en", next="/")),
    "theme": Row(post=ALL, given=said(theme="dark", next="/")),
}  # fmt: skip
_file = on("batch", "uid")
IMPORTS = {
    "imports": Row(get=IMPORT, post=IMPORT, closed=NOT_IMPORTING, given=dropped),
    "import": Row(where=_file, get=IMPORT_OURS, post=IMPORT_OURS, closed=NOT_IMPORTING),
    "import-study": Row(where=_file, post=IMPORT_OURS, closed=NOT_IMPORTING),
    "import-confirm": Row(where=_file, post=IMPORT_OURS, closed=NOT_IMPORTING),
    "import-undo": Row(where=_file, get=IMPORT_OURS, post=IMPORT_OURS, closed=NOT_IMPORTING),
    "import-refused": Row(where=on("refused", "uid"), get=IMPORT_OURS, closed=NOT_IMPORTING),
}
API = {
    "api:partners": api_route(),
    "api:partner": api_route(on("ours", "partner"), SEE),
    "api:explain": api_route(on("ours", "partner"), SEE),
    "api:entries": api_route(on("ours", "partner"), SEE),
    "api:copy": api_route(on("ours", "partner"), SEE),
    "api:verify": api_route(on("ours", "partner"), SEE),
    "api:lines": api_route(on("ours", "partner"), SEE),
    "api:line": api_route(on("line", "line"), SEE),
    "api:actions": api_route(),
    "api:action": api_route(on("action", "action"), SEE),
    "api:notes": api_route(on("ours", "partner"), SEE),
    "api:pulse": api_route(on("ours", "partner"), SEE),
    "api:flags": api_route(),
    "api:flag": api_route(on("flag", "flag"), SEE),
    "api:today": api_route(),
    "api:forecast_reports": api_route(),
    "api:imports": api_route(),
    "api:one": api_route(_file, IMPORT_OURS),
    "api:me": api_route(),
    # What the API is, not what is in it.
    "api:openapi-json": Row(get=ALL, reads_only=True),
    "api:openapi-view": Row(get=ALL, reads_only=True),
    "api:api-root": Row(get=NONE, reads_only=True),
    "api:no-such-address": Row(where=lambda cast, part: {"address": "nothing/here"}, get=NONE, reads_only=True),
}
OWN = {
    "sign-in": Row(get=ALL, post=ALL, given=said(email="stranger@elsewhere.example")),
    "sign-in-sent": Row(get=ALL),
    "sign-in-link": Row(where=lambda cast, part: {"token": "never-made"}, get=ALL, post=NONE, is_public=True),
    "sign-out": Row(post=ALL),
    # Somebody was first already.
    "set-up": Row(get=NONE, post=NONE, is_public=True),
    "settings": Row(get=SIGNED_IN, post=SIGNED_IN, given=said(language="en")),
}
_profile = on("profile")
SETTINGS = {
    "tokens": Row(get=SIGNED_IN, post=SIGNED_IN, given=said(called="Weekly list", days="30", scope="read")),
    "revoke-token": Row(where=on("token"), get=frozenset({"buyer"}), post=frozenset({"buyer"})),
    "import-profiles": Row(get=IMPORT, closed=NOT_IMPORTING),
    "import-profile": Row(
        where=_profile, get=IMPORT_OURS, post=IMPORT_OURS, closed=NOT_IMPORTING, given=said(called="Another name")
    ),
    "delete-import-profile": Row(where=_profile, get=IMPORT_OURS, post=IMPORT_OURS, closed=NOT_IMPORTING),
}
ROWS = DESK | IMPORTS | API | OWN | SETTINGS
for room in ROOMS:
    ROWS |= room.ROWS
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
