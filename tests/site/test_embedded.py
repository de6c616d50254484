"""Statements on the embedded database, put into SQLite's form once."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from troth_site.embedded.base import LONGEST, Cursor

pytestmark = pytest.mark.django_db
MARKS = st.lists(st.sampled_from(["%s", "%%", "é", "'", "? ", "LIKE "])).map("".join)


@given(MARKS)
def test_form_is_djangos_own_at_first_and_again(statement):
    django = super(Cursor, Cursor).convert_query

    assert [Cursor.convert_query(None, statement) for _again in range(2)] == [django(None, statement)] * 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the embedded database is SQLite")
@pytest.mark.parametrize("length", [0, LONGEST])
def test_values_and_percent_signs_reach_the_database(length):
    with connection.cursor() as cursor:
        for value in ("a%", "b%s", 3):
            cursor.execute(f"SELECT %s, '100 %%'{' ' * length}", [value])
            assert cursor.fetchone() == (value, "100 %")
        cursor.execute("SELECT %(one)s", {"one": 1})
        assert cursor.fetchone() == (1,)
