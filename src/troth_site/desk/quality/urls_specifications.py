"""Addresses of the overview of quality, of products, their specifications and their plans."""

from django.urls import URLPattern, path

from troth_site.desk.quality import order_checkpoints, overview, plans, products, samples, specifications, wordings

urlpatterns: list[URLPattern] = [
    path("partners/<int:pk>/quality/", overview.overview, name="quality"),
    path("partners/<int:pk>/quality/products/", products.of_partner, name="quality-products"),
    path("products/<int:pk>/", products.product, name="product"),
    path("products/<int:pk>/samples/", samples.samples, name="samples"),
    path("products/<int:pk>/samples/<int:sample>/decide/", samples.decide, name="decide-sample"),
    path("products/<int:pk>/specification/", specifications.specification, name="specification"),
    path("products/<int:pk>/specification/begin/", specifications.begin, name="begin-specification"),
    path("products/<int:pk>/specification/requirements/", specifications.add, name="add-requirement"),
    path("products/<int:pk>/specification/requirements/<int:place>/", specifications.requirement, name="requirement"),
    path(
        "products/<int:pk>/specification/requirements/<int:place>/remove/", specifications.remove,
        name="remove-requirement",
    ),
    path("products/<int:pk>/specification/<int:number>/sign/", specifications.sign, name="sign-specification"),
    path(
        "products/<int:pk>/specification/<int:number>/withdraw/", specifications.withdraw,
        name="withdraw-specification",
    ),
    path("products/<int:pk>/plan/", plans.plan, name="plan"),
    path("products/<int:pk>/plan/begin/", plans.begin, name="begin-plan"),
    path("products/<int:pk>/plan/checkpoints/", plans.add, name="add-checkpoint"),
    path("products/<int:pk>/plan/checkpoints/<int:place>/", plans.checkpoint, name="checkpoint"),
    path("products/<int:pk>/plan/checkpoints/<int:place>/remove/", plans.remove, name="remove-checkpoint"),
    path("products/<int:pk>/plan/<int:number>/sign/", plans.sign, name="sign-plan"),
    path("products/<int:pk>/plan/<int:number>/withdraw/", plans.withdraw, name="withdraw-plan"),
    path("words/<str:kind>/<int:pk>/", wordings.wordings, name="wordings"),
    path("orders/<int:pk>/checkpoints/", order_checkpoints.of_order, name="order-checkpoints"),
    path("checkpoints/<int:pk>/settle/", order_checkpoints.settle, name="settle-checkpoint"),
]  # fmt: skip
