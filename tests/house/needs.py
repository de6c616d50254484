"""Tests with needs, for test_needs.py to run on a machine that lacks something; an ordinary run leaves them alone."""

import pytest


@pytest.mark.shared
def test_that_needs_the_shared_files():
    pass


@pytest.mark.browser
def test_that_needs_chromium():
    pass


@pytest.mark.postgres
def test_that_needs_postgresql():
    pass
