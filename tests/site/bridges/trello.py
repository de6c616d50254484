"""A board as Trello keeps it, in memory, behind its REST API."""

from datetime import UTC, datetime, timedelta

from tests.site.bridges.loopback import Reply, reply_json

KEY, TOKEN = "k" * 32, "t" * 64
LISTS = ["To do", "In work", "Waiting for the other side", "Done"]


class Trello:
    """A board as Trello keeps it, in memory."""

    def __init__(self, names=LISTS):
        self.count = 0
        self.lists = {self.new_id(): name for name in names}
        self.cards = {}
        self.writes = []

    def new_id(self):
        self.count += 1
        return f"{self.count:024x}"

    def list_of(self, name):
        return next(pk for pk, found in self.lists.items() if found == name)

    def put(self, name, column="To do", **more):
        pk = self.new_id()
        self.cards[pk] = {
            "id": pk, "name": name, "desc": "", "idList": self.list_of(column), "closed": False, "due": None,
            "dateLastActivity": self.now(), **more,
        }  # fmt: skip
        return pk

    def now(self, **shift):
        return (datetime.now(UTC) + timedelta(**shift)).isoformat().replace("+00:00", "Z")

    def change(self, pk, *, moment=None, **more):
        self.cards[pk] |= {**more, "dateLastActivity": moment or self.now(seconds=1)}

    def __call__(self, said):
        right = f'OAuth oauth_consumer_key="{KEY}", oauth_token="{TOKEN}"'
        if said.headers["authorization"] != right or said.host != "api.trello.com":
            return Reply(401, b"invalid token")
        match (said.method, said.path.strip("/").split("/")[1:]):
            case ("GET", ["boards", board]):
                return reply_json({"id": f"{int.from_bytes(board.encode()):024x}"[-24:]})
            case ("GET", ["boards", _board, "lists"]):
                return reply_json([{"id": pk, "name": name} for pk, name in self.lists.items()])
            case ("GET", ["boards", _board, "cards", "all"]):
                return reply_json(list(self.cards.values()))
            case ("POST", ["lists"]):
                pk = self.new_id()
                self.lists[pk] = said.json["name"]
                return reply_json({"id": pk})
            case ("POST", ["cards"]):
                return reply_json(self._written(self.put(""), said))
            case ("PUT", ["cards", pk]):
                return reply_json(self._written(pk, said))
        return Reply(404)

    def _written(self, pk, said):
        self.writes.append((said.method, pk))
        self.cards[pk] |= {**said.json, "dateLastActivity": self.now()}
        return self.cards[pk]
