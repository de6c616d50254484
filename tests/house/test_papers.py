from tests.house import papers
from tests.house.tree import ROOT, plant


def test_every_area_has_its_page():
    assert papers.areas_without_page(ROOT) == []


def test_an_area_without_page_is_found(tmp_path):
    plant(tmp_path, "src/troth/orders/__init__.py", "")
    plant(tmp_path, "src/troth/trust/__init__.py", "")
    plant(tmp_path, "docs/domain/orders.md", "# Orders\n")

    assert papers.areas_without_page(tmp_path) == ["docs/domain/trust.md"]


def test_every_library_module_has_a_test_of_its_name():
    assert papers.modules_without_test(ROOT) == []


def test_a_module_without_test_is_found(tmp_path):
    plant(tmp_path, "src/troth/orders/__init__.py", "")
    plant(tmp_path, "src/troth/orders/delivery.py", "")
    plant(tmp_path, "src/troth/orders/ramp.py", "")
    plant(tmp_path, "tests/library/orders/test_ramp.py", "")

    assert papers.modules_without_test(tmp_path) == ["tests/library/orders/test_delivery.py"]


def test_everything_public_in_the_library_is_documented():
    assert papers.undocumented_functions(ROOT) == []


def test_an_undocumented_function_is_found(tmp_path):
    plant(
        tmp_path,
        "src/troth/orders/delivery.py",
        'def f():\n    """Tell."""\n\n\ndef g(): ...\n\n\ndef _h(): ...\n\n\n'
        'class A:\n    """Tell."""\n\n    def method(self): ...\n\n\n'
        "class _B:\n    def method(self): ...\n",
    )

    assert papers.undocumented_functions(tmp_path) == [
        "src/troth/orders/delivery.py: the module",
        "src/troth/orders/delivery.py: g",
        "src/troth/orders/delivery.py: method",
    ]


def test_every_setting_is_documented_and_read():
    assert papers.settings_out_of_step(ROOT) == []


def test_settings_out_of_step_are_found(tmp_path):
    source = 'os.environ["TROTH_HOME"]\nflag("TROTH_NEW")\nTROTH_FILES = 1\nraise ValueError("TROTH_HOME is bad")\n'
    plant(tmp_path, "src/troth_site/settings.py", source)
    plant(tmp_path, "docs/operate.md", "| `TROTH_HOME` | folder |\n| `TROTH_OLD` | gone |\n")

    assert papers.settings_out_of_step(tmp_path) == [
        "TROTH_NEW is missing in docs/operate.md",
        "TROTH_OLD in docs/operate.md is read nowhere",
    ]


def test_every_dependency_tells_what_it_is_for():
    assert papers.dependencies_out_of_step(ROOT) == []


def test_dependencies_out_of_step_are_found(tmp_path):
    plant(
        tmp_path,
        "pyproject.toml",
        '[project]\ndependencies = ["numpy>=2"]\n[project.optional-dependencies]\nsite = ["allauth[mfa]>=1"]\n'
        '[dependency-groups]\ndev = [{include-group = "x"}, "ruff"]\nx = []\n',
    )
    plant(tmp_path, "package.json", '{"dependencies": {"@a/b": "1.0.0"}}')
    plant(tmp_path, "docs/dependencies.md", "| `numpy` | numbers |\n| `@a/b` | pages |\n| `moment` | dates |\n")

    assert papers.dependencies_out_of_step(tmp_path) == [
        "allauth is missing in docs/dependencies.md",
        "ruff is missing in docs/dependencies.md",
        "moment in docs/dependencies.md is no dependency",
    ]
