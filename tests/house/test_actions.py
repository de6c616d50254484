from tests.house import actions
from tests.house.tree import ROOT, plant


def test_every_action_is_recorded():
    assert actions.unrecorded(ROOT) == []


def test_an_action_without_an_entry_is_found(tmp_path):
    plant(tmp_path, "src/troth_site/actions/audit.py", "def record(verb): ...\n")
    plant(
        tmp_path,
        "src/troth_site/actions/orders.py",
        "from troth_site.actions import audit\n\n\n"
        "def place():\n    _place()\n\n\ndef _place():\n    audit.record('order.placed')\n\n\n"
        "def cancel():\n    rows.delete()\n\n\ndef _tidy():\n    rows.delete()\n\n\n"
        "def close():\n    rows.update(open=False)\n\n\n"
        "def compare():\n    return {}.update([])\n",
    )
    plant(
        tmp_path,
        "src/troth_site/actions/imports.py",
        "from troth_site.actions import orders\nfrom troth_site.actions.audit import record\n\n\n"
        "def apply():\n    orders.place()\n\n\ndef undo():\n    record('import.undone')\n\n\n"
        "def forget():\n    orders.cancel()\n",
    )

    assert actions.unrecorded(tmp_path) == ["imports.forget", "orders.close"]


def test_a_part_of_actions_needs_no_entry_unless_others_call_it(tmp_path):
    plant(tmp_path, "src/troth_site/actions/audit.py", "def record(verb): ...\n")
    plant(
        tmp_path,
        "src/troth_site/actions/orders/parts.py",
        "def restore():\n    row.save()\n\n\ndef move():\n    row.save()\n",
    )
    whole = "from troth_site.actions import audit\nfrom troth_site.actions.orders import parts\n"
    whole += "from troth_site.actions.orders.parts import move\n\n\n"
    plant(
        tmp_path,
        "src/troth_site/actions/orders/__init__.py",
        whole + "def undo():\n    parts.restore()\n    move()\n    audit.record('undone')\n",
    )
    plant(tmp_path, "src/troth_site/desk/orders.py", "from troth_site.actions import orders\n\norders.move()\n")

    assert actions.unrecorded(tmp_path) == ["orders.parts.move"]


def test_every_exception_to_the_rule_still_exists():
    functions = {f"{module}.{name}" for module, name in actions.all_functions(ROOT)}

    assert sorted(actions.NOT_AUDITED.keys() - functions) == []
    written = {name: ROOT / "src/troth_site/actions" / f"{name.replace('.', '/')}.py" for name in actions.INSTRUMENTS}
    assert [name for name, path in written.items() if not path.exists()] == []


def test_only_actions_use_what_actions_are_made_of():
    assert actions.instruments_elsewhere(ROOT) == []


def test_an_instrument_in_other_hands_is_found(tmp_path):
    plant(tmp_path, "src/troth_site/jobs/orders.py", "from troth_site.actions import ledger, orders\n")
    plant(tmp_path, "src/troth_site/actions/orders.py", "from troth_site.actions import ledger\n")

    assert actions.instruments_elsewhere(tmp_path) == [
        "src/troth_site/jobs/orders.py: only actions may import troth_site.actions.ledger"
    ]
