"""The catalogue of defects with a partner: what is shipped, what both sides added; adding, retiring, a whole list."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from troth_site.access import Actor
from troth_site.actions.quality import defects as acts
from troth_site.actions.quality import evidence
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm, choices
from troth_site.desk.quality.corrective_forms import GRADES, lines
from troth_site.desk.tabs import tabs
from troth_site.form_fields import Upload
from troth_site.queries.partners import Partnership, may, partnership
from troth_site.queries.quality import catalogue as queries

REFUSALS = (acts.DefectRefused, evidence.EvidenceRefused)
LARGEST_LIST_MB = 1


class KindForm(DeskForm):
    """A kind of defect."""

    name = "kind"
    called = forms.CharField(label=gettext_lazy("What it is called"), max_length=200)
    category = forms.ChoiceField(label=gettext_lazy("Of which goods"))
    defect_class = forms.ChoiceField(
        label=gettext_lazy("How grave it is"), choices=GRADES, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how grave it is.")},
    )  # fmt: skip
    description = lines(gettext_lazy("How it is told from others"), rows=2, required=False, longest=500)
    photo = Upload(
        label=gettext_lazy("Photo"), required=False, kinds="JPEG, PNG, WebP, HEIC", accept="image/*",
        megabytes=evidence.LARGEST >> 20,
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files=files, **kwargs)
        self.fields["category"].choices = choices(queries.categories(), first="–")  # type: ignore[attr-defined]


class ListForm(DeskForm):
    """A list of kinds as a table."""

    name = "list"
    file = Upload(
        label=gettext_lazy("CSV file with the columns category, name, class, description"),
        kinds=".csv", accept=".csv,text/csv", megabytes=LARGEST_LIST_MB,
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files=files, **kwargs)


@signed_in
def catalogue(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the catalogue, and add a kind of one's own."""
    posted = request.method == "POST"
    found = partnership(by, pk, "record" if posted else "see")
    form = KindForm(request.POST, request.FILES) if posted else KindForm()

    def doing() -> None:
        given = form.cleaned_data
        photo = given["photo"] and evidence.keep(
            by=by, relationship=pk, name=given["photo"].name, content=given["photo"].read(), side=found.our_side
        )
        names = ("category", "defect_class", "description")
        kind = acts.NewKind(name=given["called"], photo=photo or None, **{name: given[name] for name in names})
        acts.add(by=by, organisation=found.organisation(found.our_side), given=kind)

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Kept. It can be chosen in every inspection from now on."))
        return redirect("quality-defects", pk)
    return _page(request, by, found, form if posted else None)


@require_POST
@signed_in
def bring_in(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Add a whole list of kinds to our own organisation."""
    found = partnership(by, pk, "record")
    form = ListForm(request.POST, request.FILES)

    def doing() -> None:
        content = form.cleaned_data["file"].read()
        new, changed = acts.bring_in(by=by, organisation=found.organisation(found.our_side), content=content)
        told = ngettext("One defect is new", "%(new)s defects are new", new) % {"new": new}
        messages.success(request, f"{told}; " + _("%(changed)s were known and are changed.") % {"changed": changed})

    if form.act(request, doing, refusals=REFUSALS):
        return redirect("quality-defects", pk)
    return _page(request, by, found, form)


@require_POST
@signed_in
def retire(request: HttpRequest, by: Actor, pk: int, defect: int) -> HttpResponse:
    """Take a kind of our own off the list, or put it back."""
    partnership(by, pk, "record")
    is_back = request.POST.get("does") == "back"
    if DeskForm(request.POST).act(
        request, lambda: acts.retire(by=by, defect=defect, is_back=is_back), refusals=REFUSALS
    ):
        messages.success(request, _("Kept."))
    return redirect("quality-defects", pk)


def _page(request: HttpRequest, by: Actor, found: Partnership, refused: DeskForm | None) -> HttpResponse:
    names, ours = dict(queries.categories()), found.organisation(found.our_side)
    may_write = may(by, found, "record")
    asked = request.GET.get("category", "")
    rows = queries.catalogue((found.buyer, found.factory), category=asked if asked in names else "", with_retired=True)
    listed: dict[str, list[dict[str, Any]]] = {}
    for entry in rows:
        is_ours = entry.organisation == ours
        row = {"entry": entry, "is_ours": is_ours, "form": DeskForm() if is_ours and may_write else None,
               "whose": "" if entry.organisation is None else
               found.buyer_name if entry.organisation == found.buyer else found.factory_name}  # fmt: skip
        listed.setdefault(names.get(entry.category, entry.category), []).append(row)
    form = refused if isinstance(refused, KindForm) else KindForm()
    context = {
        "partner": found, "tabs": tabs(found, "quality-defects"), "groups": list(listed.items()),
        "form": form if may_write else None, "list_form": (
            refused if isinstance(refused, ListForm) else ListForm()) if may_write else None,
    }  # fmt: skip
    return render(request, "desk/quality/defects/catalogue.html", context, status=422 if refused else 200)
