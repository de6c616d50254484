from tests.house import imports
from tests.house.tree import ROOT, plant


def test_deferred_imports_tell_their_reason():
    assert imports.deferred_without_reason(ROOT) == []


def test_a_deferred_import_without_reason_is_found(tmp_path):
    plant(
        tmp_path,
        "src/troth_site/a.py",
        "def f():\n    import json  # noqa: PLC0415\n\n\n"
        "def g():\n    # Costs a second, and few pages need it.\n    import json\n\n\n"
        "def h():\n    import json  # noqa: PLC0415  reason: costs a second, and few pages need it\n",
    )

    assert imports.deferred_without_reason(tmp_path) == [
        "src/troth_site/a.py:2: a deferred import needs a written reason"
    ]


def test_the_library_is_pure():
    assert imports.impure_library(ROOT) == []


def test_an_impure_library_is_found(tmp_path):
    plant(
        tmp_path,
        "src/troth/a.py",
        "import os\nimport pandas\nimport math\nfrom datetime import date\n\nx = date.today()\ny = open('f')\n",
    )

    assert imports.impure_library(tmp_path) == [
        "src/troth/a.py: the library may not call .today()",
        "src/troth/a.py: the library may not call open()",
        "src/troth/a.py: the library may not import os",
        "src/troth/a.py: the library may not import pandas",
    ]


def test_faces_see_no_rows_and_no_other_face():
    assert imports.rows_in_faces(ROOT) == []


def test_a_face_that_sees_rows_is_found(tmp_path):
    plant(
        tmp_path, "src/troth_site/desk/a.py", "from troth_site.models.orders import Line\nfrom troth_site import api\n"
    )
    plant(tmp_path, "src/troth_site/api/a.py", "from troth_site.queries import orders\n")

    assert imports.rows_in_faces(tmp_path) == [
        "src/troth_site/desk/a.py: a face may not import troth_site.api",
        "src/troth_site/desk/a.py: a face may not import troth_site.models",
    ]


def test_every_face_stands_in_the_contract():
    assert imports.faces_without_contract(ROOT) == []


def test_a_face_outside_the_contract_is_found(tmp_path):
    plant(
        tmp_path,
        "pyproject.toml",
        '[[tool.importlinter.contracts]]\nid = "rows"\nsource_modules = ["troth_site.desk"]\n',
    )
    plant(tmp_path, "src/troth_site/desk/__init__.py", "")
    plant(tmp_path, "src/troth_site/portal/__init__.py", "")

    assert imports.faces_without_contract(tmp_path) == ["troth_site.portal"]
