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
        kind: Its type in words, such as "day" or "list of Partner".
        forms: Forms the type names, to link to.
    """

    name: str
    kind: str
    forms: tuple[str, ...]
    required: bool
    place: str
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing to ask for."""

    id: str
    method: str
    path: str
    about: str
    parameters: tuple[Named, ...]
    answer: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The form of an answer."""

    name: str
    about: str
    fields: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """An API as its page shows it."""

    title: str
    version: str
    about: str
    rooms: tuple[tuple[str, tuple[Operation, ...]], ...]
    forms: tuple[Form, ...]


class Page(DocsBase):
    """Shows an API's description to people."""

    def render_page(self, request: HttpRequest, api: Any, **kwargs: Any) -> HttpResponse:
        """Return the page."""
        context = {"api": described(api.get_openapi_schema()), "schema_url": self.get_openapi_url(api, kwargs)}
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
    info = schema["info"]
    return Described(
        title=info["title"],
        version=info["version"],
        about=info["description"],
        rooms=tuple((room, tuple(operations)) for room, operations in rooms.items()),
        forms=tuple(forms),
    )


def _operation(method: str, path: str, operation: dict[str, Any]) -> Operation:
    content = operation["responses"][200].get("content", {})
    kind, form = next(iter(content.items()), ("", {}))
    said = _kind(form["schema"]) if form.get("schema") else kind
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        about=operation.get("description", ""),
        parameters=tuple(_parameter(each) for each in operation.get("parameters", ())),
        answer=said,
        forms=tuple(_forms(form.get("schema", {}))),
    )


def _parameter(each: dict[str, Any]) -> Named:
    schema = each["schema"]
    about = each.get("description") or schema.get("description", "")
    return Named(each["name"], _kind(schema), (), each.get("required", False), each["in"], about)


def _fields(form: dict[str, Any]) -> Iterator[Named]:
    required = form.get("required", ())
    for name, schema in form.get("properties", {}).items():
        about = schema.get("description", "")
        yield Named(name, _kind(schema), tuple(_forms(schema)), name in required, "", about)


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


def _forms(schema: Any) -> Iterator[str]:
    """Find the forms a type names, however deep."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield str(schema["$ref"]).rsplit("/", 1)[-1]
        for part in schema.values():
            yield from _forms(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _forms(part)
