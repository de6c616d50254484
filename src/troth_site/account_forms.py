"""The forms of allauth that people meet here, refusing in our own words."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as second
from allauth.mfa.recovery_codes import forms as codes
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as keys
from django.utils.translation import gettext_lazy as _

from troth_site.form_words import OwnWords

NOT_THE_SAME = _("The two passwords differ. Type the same one twice.")
TOO_OFTEN = _("That was too often in a short time. Wait a few minutes and try again.")
NO_CODE = _("This code does not fit. Type the six digits your app shows now, or a recovery code you never used.")
ACCOUNT_WORDS = {
    "account_inactive": _("This seat has ended. Ask your manager to invite you again."),
    "email_password_mismatch": _("Address and password do not fit together. Check both, or ask for a sign-in link."),
    "enter_current_password": _("This is not your password of today. Type it as you do when you sign in."),
    "incorrect_code": NO_CODE,
    "incorrect_password": _("This is not your password. Type it as you do when you sign in."),
    "invalid_login": _("This is no whole address. Write it such as ana@example.com."),
    "invalid_password_reset": _("This link has ended or was used. Ask for a new one."),
    "too_many_login_attempts": TOO_OFTEN,
    "rate_limited": TOO_OFTEN,
}
SECOND_WORDS = {
    "cannot_delete_authenticator": _("The second step stays on while others depend on it. Turn those off first."),
    "cannot_generate_recovery_codes": _("Recovery codes come with a second step. Add an app or a key first."),
    "incorrect_code": NO_CODE,
}


class SecondStep(DefaultMFAAdapter):
    """The second step of signing in, refusing in our own words."""

    error_messages = DefaultMFAAdapter.error_messages | SECOND_WORDS


class _Twice(OwnWords):
    """A password typed twice."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Say in our words that the two differ, which allauth alone says as plain text."""
        super().add_error(field, NOT_THE_SAME if field == "password2" and isinstance(error, str) else error)


class Login(OwnWords, account.LoginForm):
    """Address and password."""


class AskReset(OwnWords, account.ResetPasswordForm):
    """The address of somebody who forgot a password."""


class Reset(_Twice, account.ResetPasswordKeyForm):
    """A new password, behind a mailed link."""


class ChangePassword(_Twice, account.ChangePasswordForm):
    """A new password beside the old one."""


class FirstPassword(_Twice, account.SetPasswordForm):
    """The first password of somebody who signed in by links."""


class PasswordAgain(OwnWords, account.ReauthenticateForm):
    """The password, before something that matters."""


class CodeAgain(OwnWords, second.ReauthenticateForm):
    """A code, before something that matters."""


class Code(OwnWords, second.AuthenticateForm):
    """A code, after the password."""


class AppOn(OwnWords, totp.ActivateTOTPForm):
    """The first code of an app."""


class AppOff(OwnWords, totp.DeactivateTOTPForm):
    """An app that is taken off."""


class NewCodes(OwnWords, codes.GenerateRecoveryCodesForm):
    """New recovery codes."""


class KeyOn(OwnWords, keys.AddWebAuthnForm):
    """A key that is added."""


class KeyName(OwnWords, keys.EditWebAuthnForm):
    """The name of a key."""


class Key(OwnWords, keys.AuthenticateWebAuthnForm):
    """A key, after the password."""


class KeyAlone(OwnWords, keys.LoginWebAuthnForm):
    """A key instead of a password."""


class KeyAgain(OwnWords, keys.ReauthenticateWebAuthnForm):
    """A key, before something that matters."""
