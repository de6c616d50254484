"""Every operation holds to its own description, whatever is asked of it."""

from copy import deepcopy
from functools import cache

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from troth_site.actions import tokens
from troth_site.api.urls import api

site = cache(get_wsgi_application)


def application(environ, start_response):
    """Answer as the server does, within the test's own transaction: no request closes the connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        # At the first request, not before: the folder the site serves from is there by then.
        answer = site()(environ, start_response)
        content = list(answer)
        answer.close()
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
    return content


pytestmark = pytest.mark.django_db

SCHEMA = schemathesis.openapi.from_dict(deepcopy(api.get_openapi_schema(path_prefix="/api/v1/")))
SCHEMA.app = application
READS, WRITES = SCHEMA.include(method="GET"), SCHEMA.include(method="POST")
# Not whether what breaks the description is refused: the token is ours whatever was made up. test_answers.py does that.
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]
FEW = settings(
    max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
SOME = settings(FEW, max_examples=20, derandomize=False)
MANY = settings(FEW, max_examples=200, derandomize=False)


@pytest.fixture(scope="module")
def headers(token):
    return {"Authorization": f"Bearer {token('buyer')}"}


@pytest.fixture(scope="module")
def writing_headers(cast):
    by = cast.actor("buyer")
    return {"Authorization": f"Bearer {tokens.make_token(by=by, person=by.person, writes=True)}"}


def try_it(case, cast, headers, known):
    """Ask, now and then of what is really there."""
    if known:
        for name in set(case.path_parameters or {}) & {"partner", "line", "action", "flag"}:
            case.path_parameters[name] = cast.ours if name == "partner" else getattr(cast, name)
    case.call_and_validate(headers=headers, checks=CHECKS)


@pytest.mark.parametrize("known", [True, False])
@READS.parametrize()
@FEW
def test_operation_holds_to_its_description(case, cast, headers, known):
    try_it(case, cast, headers, known)


@pytest.mark.long
@pytest.mark.parametrize("known", [True, False])
@READS.parametrize()
@MANY
def test_operation_holds_to_its_description_whatever_is_asked(case, cast, headers, known):
    try_it(case, cast, headers, known)


@pytest.mark.long
@pytest.mark.parametrize("known", [True, False])
@WRITES.parametrize()
@SOME
def test_writing_holds_to_its_description_whatever_is_sent(case, cast, writing_headers, known):
    try_it(case, cast, writing_headers, known)
