"""`troth ledger export` and `verify`: a copy that anybody can check, without server or database."""

import json

import pytest

from tests.site.record import kept_for_a_module, troth, written

HEADER = ("PO", "Supplier", "Promised", "Delivered")
FIRST = [(str(n), "Kim Loi", f"2024-01-{n:02}", f"2024-01-{n + n % 3:02}") for n in range(1, 9)]
SECOND = [(str(n), "Kim Loi", f"2024-02-{n:02}", f"2024-02-{n:02}") for n in range(10, 14)]


@pytest.fixture(scope="module")
def copies(django_db_setup, django_db_blocker, tmp_path_factory):
    """An older and a newer copy of the same ledger."""
    folder = tmp_path_factory.mktemp("copies")
    with kept_for_a_module(django_db_blocker):
        for name, rows in (("older", FIRST), ("newer", SECOND)):
            file = written(folder / f"{name}.csv", HEADER, *rows)
            assert troth("import", "orders", file, "--factory-column", "Supplier", "--key", "PO", "--json").code == 0
            assert troth("ledger", "export", "Kim Loi", folder / f"{name}.jsonl").code == 0
        yield folder


def verified(path, *options):
    return troth("ledger", "verify", path, *options, "--json")


def rewritten(copies, change, name="rewritten.jsonl"):
    """Copy the newer ledger with one of its lines, counted from 0, changed by a function of its data."""
    number, alter = change
    lines = (copies / "newer.jsonl").read_text("utf-8").splitlines()
    data = json.loads(lines[number])
    alter(data)
    lines[number] = json.dumps(data, ensure_ascii=False)
    path = copies / name
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.mark.django_db
def test_export_says_how_many_entries_it_wrote(copies, tmp_path):
    answer = troth("ledger", "export", "Kim Loi", tmp_path / "copy.jsonl", "--json")

    closing = json.loads((tmp_path / "copy.jsonl").read_text("utf-8").splitlines()[-1])
    assert answer.json == {"file": str(tmp_path / "copy.jsonl"), "entries": 12, "head": closing["head"]}


@pytest.mark.django_db
def test_export_to_a_folder_that_is_not_there_exits_with_1(copies, tmp_path):
    answer = troth("ledger", "export", "Kim Loi", tmp_path / "no" / "copy.jsonl")

    assert (answer.code, answer.err) == (1, f"troth: {tmp_path / 'no' / 'copy.jsonl'}: No such file or directory\n")


def test_unaltered_copy_verifies(copies):
    answer = verified(copies / "newer.jsonl")

    assert (answer.code, answer.err) == (0, "")
    assert answer.json["ok"] is True
    assert answer.json["entries"] == 12
    assert len(answer.json["head"]) == 64
    assert answer.json["problem"] is None


def test_unaltered_copy_verifies_for_people_in_one_line(copies):
    answer = troth("ledger", "verify", copies / "older.jsonl")

    assert (answer.code, len(answer.out.splitlines())) == (0, 1)
    assert answer.out.startswith("The chain holds: 8 entries, head ")


def test_altered_entry_is_named(copies):
    def alter(entry):
        entry["content"]["delivered"] = "1999-01-01"

    answer = verified(rewritten(copies, (5, alter)))

    assert answer.code == 1
    assert (answer.json["ok"], answer.json["problem"]["seq"]) == (False, 5)
    assert len(answer.err.splitlines()) == 1
    assert "5" in answer.err


def test_truncated_copy_fails(copies):
    lines = (copies / "newer.jsonl").read_text("utf-8").splitlines()
    path = copies / "short.jsonl"
    path.write_text("\n".join([*lines[:6], lines[-1]]) + "\n", "utf-8")

    assert verified(path).code == 1


def test_head_of_an_older_copy_is_found_in_the_newer_one(copies):
    older = verified(copies / "older.jsonl").json["head"]

    assert verified(copies / "newer.jsonl", "--head", older).code == 0


def test_head_of_a_newer_copy_is_missing_in_the_older_one(copies):
    newer = verified(copies / "newer.jsonl").json["head"]

    answer = verified(copies / "older.jsonl", "--head", newer)

    assert (answer.code, answer.json["ok"]) == (1, False)


def test_head_that_is_nowhere_in_the_chain_fails(copies):
    answer = verified(copies / "newer.jsonl", "--head", "0" * 63 + "1")

    assert answer.code == 1
    assert len(answer.err.splitlines()) == 1


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"hello\n", b"{}\n"])
def test_file_that_is_no_ledger_exits_with_1_and_one_line(tmp_path, content):
    path = tmp_path / "other.jsonl"
    path.write_bytes(content)

    answer = troth("ledger", "verify", path)

    assert (answer.code, answer.out) == (1, "")
    assert len(answer.err.splitlines()) == 1


def test_file_that_is_not_there_exits_with_1(tmp_path):
    answer = verified(tmp_path / "nowhere.jsonl")

    assert (answer.code, answer.err) == (1, f"troth: {answer.json['error']}\n")
    assert answer.err == f"troth: {tmp_path / 'nowhere.jsonl'}: No such file or directory\n"
