"""Addresses of the ways in: imports, sign-in, first-run set-up, one's own settings."""

from django.urls import include, path
from django.views.generic import RedirectView

from troth_site.desk.imports import pages as imports
from troth_site.desk.imports import profiles
from troth_site.desk.people import set_up, sign_in, tokens
from troth_site.desk.people import settings as own
from troth_site.late_addresses import Late

# Security keys and other sign-in services bring libraries of their own, 15 MB, which few requests ask for.
SECOND_STEP = {
    "mfa_index": "",
    "mfa_authenticate": "authenticate/",
    "mfa_reauthenticate": "reauthenticate/",
    "mfa_activate_totp": "totp/activate/",
    "mfa_deactivate_totp": "totp/deactivate/",
    "mfa_view_recovery_codes": "recovery-codes/",
    "mfa_generate_recovery_codes": "recovery-codes/generate/",
    "mfa_download_recovery_codes": "recovery-codes/download/",
    "mfa_list_webauthn": "webauthn/",
    "mfa_add_webauthn": "webauthn/add/",
    "mfa_reauthenticate_webauthn": "webauthn/reauthenticate/",
    "mfa_remove_webauthn": "webauthn/keys/<int:pk>/remove/",
    "mfa_edit_webauthn": "webauthn/keys/<int:pk>/edit/",
}
OTHER_SERVICES = {
    "openid_connect_login": "<str:provider_id>/login/",
    "openid_connect_callback": "<str:provider_id>/login/callback/",
}

urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/<uuid:uid>/", imports.one, name="import"),
    path("imports/<uuid:uid>/read-again/", imports.study_again, name="import-study"),
    path("imports/<uuid:uid>/confirm/", imports.confirm, name="import-confirm"),
    path("imports/<uuid:uid>/undo/", imports.undo, name="import-undo"),
    path("imports/<uuid:uid>/refused-rows/", imports.refused_rows, name="import-refused"),
    path("sign-in/", sign_in.ask, name="sign-in"),
    path("sign-in/sent/", sign_in.sent, name="sign-in-sent"),
    path("sign-in/<str:token>/", sign_in.use, name="sign-in-link"),
    path("sign-out/", sign_in.leave, name="sign-out"),
    path("set-up/", set_up.set_up, name="set-up"),
    path("settings/", own.settings, name="settings"),
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/<int:pk>/revoke/", tokens.revoke, name="revoke-token"),
    path("settings/import-profiles/", profiles.profiles, name="import-profiles"),
    path("settings/import-profiles/<int:pk>/", profiles.profile, name="import-profile"),
    path("settings/import-profiles/<int:pk>/delete/", profiles.delete, name="delete-import-profile"),
    # An address is one's identity here: a manager changes it, so allauth's own page for that is closed.
    path("account/email/", RedirectView.as_view(pattern_name="settings"), name="account_email"),
    path("account/", include("allauth.account.urls")),
    Late("account/2fa/", "allauth.mfa.urls", names=SECOND_STEP),
    path("account/3rdparty/", include("allauth.socialaccount.urls")),
    Late("account/oidc/", "allauth.socialaccount.providers.openid_connect.urls", names=OTHER_SERVICES),
]
