"""How sign-in differs from allauth's defaults."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from troth_site.account_forms import ACCOUNT_WORDS


class InvitedOnly(DefaultAccountAdapter):
    """Nobody signs up by themselves: people come in by invitation or first-run set-up."""

    error_messages = DefaultAccountAdapter.error_messages | ACCOUNT_WORDS

    def post_login(self, request: HttpRequest, user: Any, **details: Any) -> HttpResponse:
        """Show the pages that follow in the language the person chose, on whatever device they sign in."""
        answer = super().post_login(request, user, **details)
        if user.language in dict(settings.LANGUAGES):
            answer.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, user.language, max_age=settings.SESSION_COOKIE_AGE,
                samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip
        return answer

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse self-registration."""
        return False
