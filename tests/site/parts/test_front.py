"""Building the front-end files, on a small copy of the project that needs no network."""

import hashlib
import json
import re

import pytest

from troth_site import front

CHECK = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="icon">\n  <path stroke="none" d="M0 0h24v24H0z" fill="none" />\n'
    '  <path d="M5 12l5 5l10 -10" />\n</svg>'
)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Make a project whose packages are already fetched."""
    site = tmp_path / "src" / "troth_site"
    (site / "templates").mkdir(parents=True)
    (site / "templates" / "page.html").write_text('{% icon "check" %}', "utf-8")
    (tmp_path / "package.json").write_text(json.dumps({"dependencies": {"@tabler/icons": "3.0.0"}}), "utf-8")
    lock = tmp_path / "package-lock.json"
    lock.write_text("{}", "utf-8")
    modules = tmp_path / "node_modules"
    for source in front.COPIED.values():
        (modules / source).parent.mkdir(parents=True, exist_ok=True)
        (modules / source).write_text("text\n//# sourceMappingURL=text.map\n", "utf-8")
    (modules / front.ICON_FOLDER).mkdir(parents=True)
    (modules / front.ICON_FOLDER / "check.svg").write_text(CHECK, "utf-8")
    (modules / ".troth-lock").write_text(hashlib.sha256(lock.read_bytes()).hexdigest(), "utf-8")
    places = {"SITE": site, "ROOT": tmp_path, "MODULES": modules, "BUILD": tmp_path / "build" / "front"}
    for name, place in {**places, "VENDOR": site / "static" / "vendor"}.items():
        monkeypatch.setattr(front, name, place)
    return tmp_path


def test_front_builds_once_and_then_knows_it(project):
    assert front.build() == "Front-end files: built; icons: 1."
    assert front.build() == "Front-end files: up to date."


def test_front_builds_again_for_a_new_icon(project):
    front.build()
    (front.MODULES / front.ICON_FOLDER / "x.svg").write_text(CHECK, "utf-8")
    (front.SITE / "menu.py").write_text('NAV = {"label": "Close", "icon": "x"}', "utf-8")

    assert front.build() == "Front-end files: built; icons: 2."


def test_front_copies_without_pointing_at_maps_that_are_not_there(project):
    front.build()

    assert (front.VENDOR / "htmx.js").read_text("utf-8") == "text\n"


def test_front_draws_only_the_icons_that_are_used(project):
    front.build()

    assert (front.VENDOR / "icons.svg").read_text("utf-8") == (
        '<svg xmlns="http://www.w3.org/2000/svg">'
        '<symbol id="check" viewBox="0 0 24 24"><path d="M5 12l5 5l10 -10" /></symbol></svg>'
    )


@pytest.mark.parametrize(
    "text", ['{% icon "x" %}', 'icon="x"', "'icon': 'x'", '"icon": "x"', '{% include "p" with icon="x" %}']
)
def test_front_finds_an_icon_however_it_is_named(project, text):
    (front.SITE / "templates" / "page.html").write_text(text, "utf-8")

    assert front.used_icons() == ["x"]


def test_front_names_an_icon_that_does_not_exist(project, capsys):
    (front.SITE / "templates" / "page.html").write_text('{% icon "no-such" %}', "utf-8")

    assert front.main() == 1
    assert capsys.readouterr().err == "There is no icon named “no-such”: choose one that @tabler/icons 3.0.0 has.\n"


def test_front_keeps_the_old_files_when_it_fails(project):
    front.build()
    (front.SITE / "templates" / "page.html").write_text('{% icon "no-such" %}', "utf-8")

    front.main()

    assert "check" in (front.VENDOR / "icons.svg").read_text("utf-8")


def test_front_says_in_one_line_why_npm_failed(project, capsys):
    (project / "package-lock.json").write_text("not a lock file", "utf-8")

    assert front.main() == 1
    said = capsys.readouterr().err
    assert said.startswith("The front-end files could not be fetched: ")
    assert said.count("\n") == 1


def test_front_leaves_an_installation_alone(project):
    (project / "package-lock.json").unlink()

    assert front.build() == "Front-end files: part of this installation, nothing to build."


def test_lock_file_names_no_registry_and_pins_exactly():
    root = front.SITE.parents[1]
    lock = json.loads((root / "package-lock.json").read_text("utf-8"))
    wanted = json.loads((root / "package.json").read_text("utf-8"))["dependencies"]

    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    assert all(package.get("integrity") for name, package in lock["packages"].items() if name)
