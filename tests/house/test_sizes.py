from tests.house import sizes
from tests.house.tree import ROOT, plant


def test_files_keep_their_budget():
    assert sizes.long_files(ROOT) == []


def test_a_file_over_the_budget_is_found(tmp_path):
    plant(tmp_path, "src/troth/a.py", "x = 1\n" * 301)
    plant(tmp_path, "src/troth/b.py", "x = 1\n" * 300)
    plant(tmp_path, "src/troth_site/migrations/0001_first.py", "x = 1\n" * 999)

    assert sizes.long_files(tmp_path) == ["src/troth/a.py: 301 lines, at most 300"]


def test_functions_keep_their_budget():
    assert sizes.long_functions(ROOT) == []


def test_a_function_over_the_budget_is_found_and_docstrings_are_free(tmp_path):
    documented = 'def documented():\n    """' + "word\n" * 50 + '    """\n' + "    x = 1\n" * 39
    plant(tmp_path, "src/troth/a.py", "def plain():\n" + "    x = 1\n" * 40 + documented)

    assert sizes.long_functions(tmp_path) == ["src/troth/a.py: plain has 41 lines, at most 40"]


def test_functions_take_few_arguments():
    assert sizes.many_arguments(ROOT) == []


def test_a_seventh_argument_is_found(tmp_path):
    plant(
        tmp_path,
        "src/troth/a.py",
        "class A:\n    def f(self, a, b, c, *, d, e, f): ...\ndef g(a, b, c, d, e, *f, **g): ...\n",
    )

    assert sizes.many_arguments(tmp_path) == ["src/troth/a.py: g takes 7 arguments, at most 6"]


def test_no_room_is_a_junk_room():
    assert sizes.junk_rooms(ROOT) == []


def test_a_junk_room_is_found(tmp_path):
    plant(tmp_path, "src/troth/utils/__init__.py", "")
    plant(tmp_path, "tests/helpers.py", "")

    assert sizes.junk_rooms(tmp_path) == [
        "src/troth/utils: name it after what is in it",
        "tests/helpers.py: name it after what is in it",
    ]


def test_templates_keep_their_budget():
    assert sizes.long_templates(ROOT) == []


def test_a_long_template_is_found(tmp_path):
    plant(tmp_path, "src/troth_site/templates/desk/a.html", "<p>\n" * 151)

    assert sizes.long_templates(tmp_path) == ["src/troth_site/templates/desk/a.html: 151 lines, at most 150"]
