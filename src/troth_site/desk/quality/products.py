"""The products of a partner: which have a specification and a plan that both sides signed, and naming another."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth_site.access import Actor
from troth_site.actions.quality import products as acts
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm, choices
from troth_site.desk.tabs import tabs
from troth_site.queries.partners import may, partnership
from troth_site.queries.quality import products as queries

REFUSALS = (acts.ProductRefused,)
PERCENT = 100


class ProductForm(DeskForm):
    """A product, as both sides call it and as order lines do."""

    name = "product"
    called = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    item = forms.CharField(
        label=gettext_lazy("Item, as order lines write it; empty where you do not know yet"), max_length=300,
        required=False,
    )  # fmt: skip
    family = forms.CharField(
        label=gettext_lazy("Family: products made alike, inspected alike"), max_length=120, required=False
    )
    category = forms.ChoiceField(label=gettext_lazy("Category"))
    target = forms.DecimalField(
        label=gettext_lazy("Agreed defect rate, percent; empty for the usual one"), required=False, min_value=0,
        max_value=PERCENT, max_digits=7, decimal_places=4,
    )  # fmt: skip

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        named = [(key, _(word)) for key, word in acts.CATEGORIES.items()]
        self.fields["category"].choices = choices(named, first=_("Choose a category"))  # type: ignore[attr-defined]

    def given(self) -> acts.ProductGiven:
        """Return the product as the action takes it."""
        of = self.cleaned_data
        target = None if of["target"] is None else float(of["target"]) / PERCENT
        return acts.ProductGiven(
            name=of["called"], item=of["item"], family=of["family"], category=of["category"], defect_target=target
        )


@signed_in
def of_partner(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """List the products of a partner, and name another."""
    posted = request.method == "POST"
    found = partnership(by, pk, "record" if posted else "see")
    form = ProductForm(request.POST if posted else None)
    made: list[int] = []
    if posted and form.act(
        request, lambda: made.append(acts.add(by=by, relationship=pk, given=form.given())), refusals=REFUSALS
    ):
        messages.success(request, _("Named. Write its specification next: it counts once both sides have signed it."))
        return redirect("product", made[0]) if made else redirect("quality-products", pk)
    context = {
        "partner": found, "tabs": tabs(found, "quality-products"), "rows": queries.products(by, pk).rows,
        "categories": acts.CATEGORIES, "items": queries.items_without_product(by, pk),
        "form": form if may(by, found, "record") else None,
    }  # fmt: skip
    return render(request, "desk/quality/specifications/products.html", context, status=422 if posted else 200)


@signed_in
def product(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one product, and change what is said of it."""
    posted = request.method == "POST"
    row = queries.product(by, pk, "record" if posted else "see")
    found = row.partnership
    target = None if row.defect_target is None else round(row.defect_target * PERCENT, 4)
    fresh = {"called": row.name, "item": row.item, "family": row.family, "category": row.category, "target": target}
    form = ProductForm(request.POST if posted else None, initial=fresh)
    if posted and form.act(
        request, lambda: acts.change(by=by, product=pk, given=form.given()), refusals=REFUSALS
    ):  # fmt: skip
        messages.success(request, _("Kept. What both sides signed stays as it is."))
        return redirect("product", pk)
    listed = next(each for each in queries.products(by, found.pk).rows if each.pk == pk)
    context = {
        "partner": found, "tabs": tabs(found, "quality-products"), "product": row, "listed": listed, "target": target,
        "category": _(acts.CATEGORIES.get(row.category, row.category)),
        "form": form if may(by, found, "record") else None,
    }  # fmt: skip
    return render(request, "desk/quality/specifications/product.html", context, status=422 if posted else 200)
