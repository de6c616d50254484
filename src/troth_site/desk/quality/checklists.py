"""Checklists with a partner: shipped and own ones, one of them, a form of ODK or Kobo looked at and then kept."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth.quality.checklists import Choice, ImpossibleChecklist, Item, Kind, words
from troth.quality.verdicts import DefectClass
from troth_site.access import Actor
from troth_site.actions.quality import checklists as acts
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.tabs import tabs
from troth_site.form_fields import Upload
from troth_site.queries.partners import Partnership, may, partnership
from troth_site.queries.quality import checklists as queries
from troth_site.queries.quality.shipped_words import read_as
from troth_site.sheets.messages import UnreadableFile
from troth_site.sheets.xlsforms import Form, FormProblem, read_form

LARGEST_MB = 5
SALT, LASTS = "checklist", 24 * 3600
KINDS = {
    Kind.CHOICE: gettext_lazy("One of"),
    Kind.CHOICES: gettext_lazy("Any of"),
    Kind.WHOLE: gettext_lazy("Whole number"),
    Kind.NUMBER: gettext_lazy("Number"),
    Kind.TEXT: gettext_lazy("Text"),
    Kind.DAY: gettext_lazy("Day"),
    Kind.MOMENT: gettext_lazy("Day and time"),
    Kind.PHOTO: gettext_lazy("Photo"),
    Kind.PLACE: gettext_lazy("Place"),
    Kind.NOTE: gettext_lazy("To be read"),
}


class FileForm(DeskForm):
    """A form of ODK or Kobo."""

    name = "file"
    file = Upload(
        label=gettext_lazy("XLSForm file of ODK or Kobo (.xlsx)"), kinds=".xlsx", accept=".xlsx", megabytes=LARGEST_MB
    )


class KeepForm(DeskForm):
    """A form that was looked at, as it was read."""

    name = "keep"
    read = forms.CharField(widget=forms.HiddenInput, max_length=2_000_000)

    def clean_read(self) -> acts.NewChecklist:
        try:
            return _given(signing.loads(self.cleaned_data["read"], salt=SALT, max_age=LASTS))
        except (signing.BadSignature, KeyError, TypeError, ValueError):
            raise forms.ValidationError(_("Look at the form again: this view of it is old.")) from None


@signed_in
def checklists(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """List the checklists; a file that is dropped is read and shown, and nothing kept yet."""
    posted = request.method == "POST"
    found = partnership(by, pk, "record" if posted else "see")
    form = FileForm(request.POST, files=request.FILES) if posted else FileForm()
    if posted and form.is_valid():
        try:
            return _preview(request, found, _read(form.cleaned_data["file"]))
        except UnreadableFile as refusal:
            form.add_error("file", refusal.text(_))
    rows = [
        {"row": row, "name": words(row.name, _language()), "owner": row.organisation or 0,
         "whose": _whose(found, row.organisation)}
        for row in queries.checklists(by, pk)
    ]  # fmt: skip
    context = {
        "partner": found, "tabs": tabs(found, "quality-checklists"), "rows": rows,
        "form": form if may(by, found, "record") else None,
    }  # fmt: skip
    return render(request, "desk/quality/checklists/list.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def keep(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Keep a form that was looked at, as the newest version of its checklist."""
    found = partnership(by, pk, "record")
    form = KeepForm(request.POST)

    def doing() -> None:
        acts.bring_in(by=by, organisation=found.organisation(found.our_side), form=form.cleaned_data["read"])

    if form.act(request, doing, refusals=(ImpossibleChecklist,)):
        messages.success(request, _("Kept. Checks planned from now on can use it."))
    else:
        messages.error(request, _("Look at the form again: this view of it is old."))
    return redirect("quality-checklists", pk)


@require_GET
@signed_in
def checklist(request: HttpRequest, by: Actor, pk: int, owner: int, code: str) -> HttpResponse:
    """Show one checklist, question by question."""
    found = partnership(by, pk)
    whole = queries.checklist(by, pk, code=code, organisation=owner or None)
    is_ours = whole.row.organisation == found.organisation(found.our_side) and may(by, found, "record")
    context = {
        "partner": found, "tabs": tabs(found, "quality-checklists"), "whole": whole,
        "name": words(whole.row.name, _language()), "whose": _whose(found, whole.row.organisation),
        "sections": _sections(whole.items), "form": DeskForm() if is_ours and not whole.is_retired else None,
    }  # fmt: skip
    return render(request, "desk/quality/checklists/one.html", context)


@require_POST
@signed_in
def retire(request: HttpRequest, by: Actor, pk: int, checklist: int) -> HttpResponse:
    """Take a checklist of our own off the list."""
    partnership(by, pk, "record")
    if DeskForm(request.POST).act(request, lambda: acts.retire(by=by, checklist=checklist), refusals=()):
        messages.success(request, _("Taken off the list; checks that carry it keep it."))
    return redirect("quality-checklists", pk)


def _preview(request: HttpRequest, found: Partnership, form: Form) -> HttpResponse:
    read = KeepForm(initial={"read": signing.dumps(_plain(form), salt=SALT, compress=True)})
    context = {
        "partner": found, "tabs": tabs(found, "quality-checklists"), "name": form.name,
        "sections": _sections(form.items), "problems": _told(form.problems), "notes": _told(form.notes),
        "questions": len(form.items), "form": None if form.problems else read,
    }  # fmt: skip
    return render(request, "desk/quality/checklists/preview.html", context, status=422 if form.problems else 200)


def _read(file: Any) -> Form:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        path.write_bytes(file.read())
        return read_form(path, file_name=file.name)


def _told(problems: tuple[FormProblem, ...]) -> list[dict[str, Any]]:
    return [
        {"sheet": each.sheet, "row": each.row, "column": each.column, "said": each.said.text(_)} for each in problems
    ]


def _language() -> str:
    return get_language() or "en"


def _whose(found: Partnership, organisation: int | None) -> str:
    if organisation is None:
        return _("Comes with Troth")
    return found.buyer_name if organisation == found.buyer else found.factory_name


def _sections(items: tuple[Item, ...]) -> list[tuple[str, list[dict[str, Any]]]]:
    listed: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        options = [words(choice.label, _language()) for choice in item.choices]
        row = {
            "item": item, "label": words(item.label, _language()), "hint": words(item.hint, _language()),
            "kind": KINDS[item.kind], "options": options,
            "failing": [words(one.label, _language()) for one in item.choices if one.value in item.failing],
        }  # fmt: skip
        listed.setdefault(read_as(item.section), []).append(row)
    return list(listed.items())


def _plain(form: Form) -> dict[str, Any]:
    items = [
        {
            "code": item.code, "kind": str(item.kind), "label": dict(item.label), "hint": dict(item.hint),
            "section": item.section, "choices": [[one.value, dict(one.label)] for one in item.choices],
            "required": item.required, "relevant": item.relevant, "constraint": item.constraint, "lower": item.lower,
            "upper": item.upper, "step": item.step, "failing": list(item.failing),
            "defect_class": str(item.defect_class or ""),
        }
        for item in form.items
    ]  # fmt: skip
    return {"code": form.code, "name": form.name, "items": items}


def _given(read: dict[str, Any]) -> acts.NewChecklist:
    items = tuple(
        Item(**{
            **each, "kind": Kind(each["kind"]), "failing": tuple(each["failing"]),
            "choices": tuple(Choice(value=value, label=label) for value, label in each["choices"]),
            "defect_class": DefectClass(each["defect_class"]) if each["defect_class"] else None,
        })
        for each in read["items"]
    )  # fmt: skip
    return acts.NewChecklist(code=read["code"], name=read["name"], items=items, source="XLSForm")
