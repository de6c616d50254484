import subprocess

from tests.house import words
from tests.house.tree import ROOT, plant


def test_no_line_names_a_machine_or_a_registry():
    assert words.forbidden_words(ROOT) == []


def test_a_forbidden_word_is_found(tmp_path):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    host, path = "pypi" + ".org", "/wo" + "rk/"
    plant(tmp_path, "package-lock.json", f'{{\n"resolved": "https://{host}/x"\n}}')
    plant(tmp_path, "README.md", f"Look in {path}main.\n")
    plant(tmp_path, ".gitignore", "ignored\n")
    plant(tmp_path, "ignored", path)

    assert words.forbidden_words(tmp_path) == [f"README.md:1: {path}", f"package-lock.json:2: {host}"]
