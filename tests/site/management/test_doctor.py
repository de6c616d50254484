"""`troth doctor`: one line that mends each lack, and no for what is essential alone."""

import pytest

from tests.site.record import troth
from troth_site.management import doctor, supervising

ESSENTIAL = {"Python", "packages", "database", "front-end files"}


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("TROTH_HOME", str(tmp_path))
    return tmp_path


def found(answer):
    return {check["name"]: check for check in answer.json["checks"]}


def test_everything_essential_is_here(home):
    answer = troth("doctor", "--json")

    assert answer.code == 0
    assert {name for name, check in found(answer).items() if check["essential"]} == ESSENTIAL
    assert {check["mend"] for check in found(answer).values() if check["ok"]} == {""}


def test_folder_that_cannot_be_written_is_an_answer_of_no(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TROTH_HOME", str(tmp_path / "file" / "home"))

    answer = troth("doctor", "--json")

    assert (answer.code, answer.json["ok"]) == (1, False)
    assert [name for name, check in found(answer).items() if check["essential"] and not check["ok"]] == ["database"]
    assert "export TROTH_HOME=" in found(answer)["database"]["mend"]


def test_machine_without_fonts_and_pango_is_no_reason_to_stop(home, monkeypatch):
    monkeypatch.setenv("PATH", str(home))
    monkeypatch.setattr(doctor.ctypes.util, "find_library", lambda name: None)

    answer = troth("doctor", "--json")

    lacking = {name: check["mend"] for name, check in found(answer).items() if not check["ok"]}
    assert answer.code == 0
    assert lacking["Pango"] == doctor.PANGO["apt-get"]
    assert lacking["Chinese fonts"] == doctor.CJK["apt-get"]
    assert all("\n" not in mend for mend in lacking.values())


def test_missing_front_end_files_name_the_command(home, monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "SITE", tmp_path)

    answer = troth("doctor", "--json")

    assert (answer.code, found(answer)["front-end files"]["mend"]) == (1, "make front")


def test_database_address_that_cannot_be_meant_is_told(home, monkeypatch):
    monkeypatch.setenv("TROTH_DATABASE", "mysql://somewhere/troth")

    assert "postgresql://" in found(troth("doctor", "--json"))["database"]["seen"]


def test_worker_that_beats_is_seen(home):
    (home / supervising.BEAT).write_text("")

    assert found(troth("doctor", "--json"))["job worker"]["ok"] is True


def test_text_puts_the_mending_line_under_each_lack(home):
    answer = troth("doctor")

    assert answer.code == 0
    lines = answer.out.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("note mail server"))
    assert lines[at + 1].strip().startswith("export TROTH_MAIL_HOST=")
