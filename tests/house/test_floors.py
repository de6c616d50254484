from tests.house import floors
from tests.house.tree import ROOT, plant


def test_every_room_has_a_known_name():
    assert floors.strange_rooms(ROOT) == []


def test_a_strange_room_is_found(tmp_path):
    plant(tmp_path, "docs/house.md", "| `early` | no |\n\n## Rooms of the site alone\n\n| `people` | seats |\n")
    plant(tmp_path, "src/troth_site/queries/orders.py", "")
    plant(tmp_path, "src/troth_site/queries/people.py", "")
    plant(tmp_path, "src/troth_site/desk/stuff.py", "")
    plant(tmp_path, "src/troth_site/desk/early/__init__.py", "")

    assert floors.strange_rooms(tmp_path) == ["src/troth_site/desk/early", "src/troth_site/desk/stuff.py"]
