"""Signing in by a mailed link: asking for one, and spending it. Passwords and second factors are allauth's."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth_site.actions import people
from troth_site.queries import people as known

LONGEST_ADDRESS = 254
# allauth's own limits, so that both ways in share them: a link by mail, and any attempt to sign in.
ASKING, SIGNING_IN = "request_login_code", "login"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Offer a link by mail, and mail it; the answer is the same whether or not somebody has the address."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if not known.is_set_up():
        return redirect("set-up")
    if request.method != "POST":
        return _form(request)
    email = request.POST.get("email", "").strip()
    if "@" not in email or len(email) > LONGEST_ADDRESS:
        problem = _("Write your whole address, such as ana@example.com.")
        return _form(request, email=email, problem=problem, status=422)
    if not ratelimit.consume(request, action=ASKING, key=email.casefold()):
        problem = _("Several links were asked for just now. Wait a minute, look into your mail, and then ask again.")
        return _form(request, email=email, problem=problem, status=429)
    people.ask_for_sign_in_link(email=email)
    return redirect("sign-in-sent")


def _form(request: HttpRequest, *, email: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    shown = {"email": email, "problem": problem, "next": request.GET.get("next", "")}
    return render(request, "entry/sign_in.html", shown, status=status)


@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    """Say what happens next; without a mail server, where the letter lies."""
    shown = {
        "minutes": people.MAILED_LINK_MINUTES,
        "mail_server": bool(settings.MAILERS["default"].get("OPTIONS", {}).get("host")),
    }
    return render(request, "entry/link_sent.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show a button, and let its press alone spend the link: programs that follow links spend nothing."""
    if request.method != "POST":
        return render(request, "entry/link.html", {"token": token})
    if not ratelimit.consume(request, action=SIGNING_IN):
        return render(request, "entry/link.html", {"token": token, "wait": True}, status=429)
    try:
        person = people.use_sign_in_link(token)
    except people.LinkRefused:
        return render(request, "entry/link_refused.html", status=404)
    if request.user.is_authenticated:
        logout(request)
    record_authentication(request, person, method="link")
    return perform_login(request, person)


@require_POST
def leave(request: HttpRequest) -> HttpResponseRedirect:
    """Sign out."""
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)
