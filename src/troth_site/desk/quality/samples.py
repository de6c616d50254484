"""The approved samples of a product: proposed with photos, approved or refused by each side."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from troth_site.access import Actor
from troth_site.actions.quality import samples as acts
from troth_site.actions.quality.evidence import EvidenceRefused
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm, choices
from troth_site.desk.quality.reports_forms import LARGEST_FILE
from troth_site.desk.tabs import tabs
from troth_site.form_fields import Files
from troth_site.queries.partners import may
from troth_site.queries.quality import samples as queries
from troth_site.queries.quality.products import product

REFUSALS = (acts.SampleRefused, EvidenceRefused)
KINDS = {
    "pre-production": gettext_lazy("pre-production sample"),
    "size-set": gettext_lazy("size set"),
    "limit": gettext_lazy("limit sample: just good enough"),
    "first-article": gettext_lazy("first article"),
    "shipment": gettext_lazy("shipment sample"),
}


class SampleForm(DeskForm):
    """A sample that is to be the measure."""

    name = "sample"
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    label = forms.CharField(label=gettext_lazy("What stands on its tag"), max_length=120)
    kept_where = forms.CharField(label=gettext_lazy("Where your piece lies"), max_length=200, required=False)
    photos = Files(label=gettext_lazy("Photos of all sides"), required=False)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files=files)
        self.fields["kind"].choices = choices(KINDS.items(), first=_("Choose"))  # type: ignore[attr-defined]

    def clean_photos(self) -> list[tuple[str, bytes]]:
        """Return names and contents; too many or too large is said at the field."""
        found = self.cleaned_data["photos"]
        if len(found) > acts.MOST_PHOTOS:
            raise forms.ValidationError(_("A sample carries at most 12 photos."))
        if any(each.size > LARGEST_FILE for each in found):
            raise forms.ValidationError(_("A file is larger than 64 megabytes. Send a smaller one."))
        return [(each.name, each.read()) for each in found]


class DecideForm(DeskForm):
    """What one's own side says of a sample."""

    name = "decide"
    words = forms.CharField(
        label=gettext_lazy("Where your piece lies; or what is wrong with the sample"), max_length=500
    )
    does = forms.ChoiceField(choices=[("approve", ""), ("refuse", "")], widget=forms.HiddenInput)


@signed_in
def samples(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the samples of a product, and propose one."""
    posted = request.method == "POST"
    product(by, pk, "record" if posted else "see")
    form = SampleForm(request.POST, request.FILES) if posted else SampleForm()

    def doing() -> None:
        acts.propose(by=by, product=pk, given=acts.SampleGiven(**form.cleaned_data))

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Proposed. It is the measure once both sides have approved it."))
        return redirect("samples", pk)
    return _page(request, by, pk, form=form, refused=posted)


@require_POST
@signed_in
def decide(request: HttpRequest, by: Actor, pk: int, sample: int) -> HttpResponse:
    """Approve or refuse a sample for one's own side."""
    product(by, pk, "record")
    form = DecideForm(request.POST)

    def doing() -> None:
        if form.cleaned_data["does"] == "approve":
            acts.approve(by=by, sample=sample, kept_where=form.cleaned_data["words"])
        else:
            acts.refuse(by=by, sample=sample, because=form.cleaned_data["words"])

    if form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Recorded. Both sides read it."))
        return redirect("samples", pk)
    return _page(request, by, pk, form=SampleForm(), refused=True, bound={sample: form})


def _page(
    request: HttpRequest, by: Actor, pk: int, *, form: DeskForm, refused: bool, bound: dict[int, DeskForm] | None = None
) -> HttpResponse:
    found = product(by, pk)
    context = {
        "partner": found.partnership, "tabs": tabs(found.partnership, "quality-products"), "product": found,
        "rows": [_row(each, bound or {}) for each in queries.samples(by, found)],
        "form": form if may(by, found.partnership, "record") else None,
    }  # fmt: skip
    return render(request, "desk/quality/specifications/samples.html", context, status=422 if refused else 200)


def _row(each: queries.Sample, bound: dict[int, DeskForm]) -> dict[str, Any]:
    state, word = ("watch", _("waits for approval"))
    if each.refused_because:
        state, word = "broken", _("refused")
    elif each.is_measure:
        state, word = "confirmed", _("approved by both sides")
    form = None
    if each.may_approve or each.may_refuse:
        form = bound.get(each.pk) or DecideForm()
        form.auto_id = f"decide-{each.pk}-%s"
    return {
        "row": each, "state": state, "word": word, "kind": KINDS[each.kind], "form": form,
        "words": form["words"] if form else None,
    }  # fmt: skip
