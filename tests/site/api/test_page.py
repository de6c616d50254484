"""The page about the API, and the description it is drawn from."""

import re
from collections import Counter
from importlib import import_module
from pkgutil import walk_packages

import pytest
from django.test import Client
from ninja import Schema

from troth_site import api as rooms
from troth_site.api.frame.page import described
from troth_site.api.frame.writing import Given
from troth_site.api.urls import api

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return Client().get("/api/v1/docs").content.decode()


def operations():
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return schema, [(path, operation) for path, methods in schema["paths"].items() for operation in methods.values()]


def test_description_is_openapi_and_every_operation_is_told():
    schema, found = operations()

    assert schema["openapi"] == "3.1.0"
    assert len(found) >= 17
    for path, operation in found:
        assert operation["description"].endswith("."), path
        assert {401} <= operation["responses"].keys(), path
        assert operation["security"], path


def test_every_form_is_told_and_what_writes_is_posted_with_a_key():
    schema, _found = operations()

    assert {method for methods in schema["paths"].values() for method in methods} == {"get", "post"}
    for path, methods in schema["paths"].items():
        needed = {each["name"] for each in methods.get("post", {}).get("parameters", ()) if each["required"]}
        assert "post" not in methods or "Idempotency-Key" in needed, path
    for name, form in schema["components"]["schemas"].items():
        assert form.get("description"), name


def test_every_example_is_one_that_would_be_taken():
    shown = {each: (each.model_config.get("json_schema_extra") or {}).get("examples", []) for each in _below(Given)}
    forms = api.get_openapi_schema()["components"]["schemas"]

    assert len([each for each in shown.values() if each]) >= 7
    for form, examples in shown.items():
        assert forms.get(form.__name__, {}).get("examples", []) == examples
        for said in examples:
            form.model_validate(said)


def _below(kind):
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def test_no_two_forms_share_a_name():
    """The description knows a form by its name alone: of two, one would be described as the other."""
    modules = [import_module(found.name) for found in walk_packages(rooms.__path__, "troth_site.api.")]
    defined = Counter(
        name
        for module in modules
        for name, found in vars(module).items()
        if isinstance(found, type) and issubclass(found, Schema) and found.__module__ == module.__name__
    )

    described_forms = operations()[0]["components"]["schemas"]
    assert [name for name, times in defined.items() if times > 1 and name in described_forms] == []


def test_page_shows_every_operation_and_form(page):
    shown = described(api.get_openapi_schema(path_prefix="/api/v1/"))

    for _room, found in shown.rooms:
        for operation in found:
            assert f'id="{operation.id}"' in page
    for form in shown.forms:
        assert f'id="form-{form.name}"' in page


def test_every_link_on_the_page_leads_somewhere(page):
    ids = re.findall(r'\bid="([^"]+)"', page)

    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_page_asks_nothing_of_another_host(page):
    assert re.findall(r'(?:src|href)="((?:https?:)?//[^"]*)"', page) == []
    assert "<style" not in page
    assert re.findall(r"<script(?![^>]*src=)", page) == []


def test_kinds_are_told_in_words():
    schema, _found = operations()
    fields = {
        each.name: each.kind for form in described(schema).forms if form.name == "Numbers" for each in form.fields
    }

    assert fields["rate"] == "number or null"
    assert fields["as_of"] == "date"
    assert fields["window"] == "Window"
