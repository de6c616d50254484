"""The page about the API, drawn from its own description: no script, nothing from another host."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja.openapi.docs import DocsBase


@dataclass(frozen=True, slots=True)
class Named:
    """A parameter of an operation, or a field of a form.

    Attributes:
        kind: Its type in words, such as "date" or "list of Partner".
        form: The form that its type names, empty where it names none.
    """

    name: str
    kind: str
    form: str
    required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing to ask for."""

    id: str
    method: str
    path: str
    about: str
    parameters: tuple[Named, ...]
    body: str
    body_form: str
    answer: str
    form: str


@dataclass(frozen=True, slots=True)
class Form:
    """The form of an answer."""

    name: str
    about: str
    fields: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """An API as its page shows it.

    Attributes:
        lead: What it is, in a sentence or two; `about` is the rest, a paragraph each.
    """

    version: str
    lead: str
    about: tuple[str, ...]
    rooms: tuple[tuple[str, tuple[Operation, ...]], ...]
    forms: tuple[Form, ...]


class Page(DocsBase):
    """Shows an API's description to people."""

    def render_page(self, request: HttpRequest, api: Any, **kwargs: Any) -> HttpResponse:
        """Return the page."""
        found, address = described(api.get_openapi_schema()), self.get_openapi_url(api, kwargs)
        context = {"api": found, "schema_url": address, "wide": True}
        return render(request, "api/about.html", context)


def described(schema: dict[str, Any]) -> Described:
    """Return an OpenAPI description as rows for the page, operations grouped by their tag."""
    rooms: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            rooms.setdefault(operation["tags"][0], []).append(_operation(method, path, operation))
    forms = [
        Form(name, form.get("description", ""), tuple(_fields(form)))
        for name, form in sorted(schema["components"]["schemas"].items())
    ]
    lead, *about = schema["info"]["description"].split("\n\n")
    return Described(
        version=schema["info"]["version"],
        lead=lead,
        about=tuple(about),
        rooms=tuple((room, tuple(operations)) for room, operations in rooms.items()),
        forms=tuple(forms),
    )


def _operation(method: str, path: str, operation: dict[str, Any]) -> Operation:
    content = operation["responses"][200].get("content", {})
    kind, form = next(iter(content.items()), ("", {}))
    said = _kind(form["schema"]) if form.get("schema") else kind
    body_kind, body = next(iter(operation.get("requestBody", {}).get("content", {}).items()), ("", {}))
    sent = body.get("schema", {})
    parts = tuple(_fields(sent)) if "$ref" not in sent else ()
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        about=operation.get("description", ""),
        parameters=(*(_parameter(each) for each in operation.get("parameters", ())), *parts),
        body="" if not sent else _kind(sent) if "$ref" in sent else body_kind,
        body_form=_form(sent) if "$ref" in sent else "",
        answer=said,
        form=_form(form.get("schema", {})),
    )


def _parameter(each: dict[str, Any]) -> Named:
    schema = each["schema"]
    about = each.get("description") or schema.get("description", "")
    # One that is left out is not sent as null.
    kind = _kind(schema).removesuffix(" or null")
    return Named(each["name"], kind, "", each.get("required", False), about)


def _fields(form: dict[str, Any]) -> Iterator[Named]:
    required = form.get("required", ())
    for name, schema in form.get("properties", {}).items():
        yield Named(name, _kind(schema), _form(schema), name in required, schema.get("description", ""))


def _kind(schema: dict[str, Any]) -> str:
    """Return a type in words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(each) for each in schema["anyOf"]))
    if "enum" in schema:
        return " or ".join(f"“{word}”" for word in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    return str(schema.get("format") or schema.get("type", "anything"))


def _form(schema: Any) -> str:
    """Find the form a type names, however deep."""
    if isinstance(schema, dict):
        named = str(schema.get("$ref", "")).rsplit("/", 1)[-1]
        return named or next(filter(None, map(_form, schema.values())), "")
    if isinstance(schema, list):
        return next(filter(None, map(_form, schema)), "")
    return ""
