"""One way of every button on a page: do what its form asks, say that it is done, and come back to the page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from troth_site.desk.forms import DeskForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What a form on a page does, what is said once it is done, and where one stands then.

    Attributes:
        refusals: What may be refused; it stands at the form.
        page: Shows the page again with a form that was refused.
    """

    doing: Callable[[], object]
    done: str
    refusals: tuple[type[Exception], ...]
    back: str
    page: Callable[[DeskForm], HttpResponse]


def pressed(request: HttpRequest, form: DeskForm, press: Press) -> HttpResponse:
    """Do what a form of a page asks, say it, and lead back to the page; a refused form stands there again."""
    if form.act(request, press.doing, refusals=press.refusals):
        messages.success(request, press.done)
        return redirect(press.back)
    return press.page(form)
