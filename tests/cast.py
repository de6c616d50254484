"""The cast of ten: who tries every page and every route, and the record they try it on, made through actions.

Kestrel & Dale buys from Rosewater Knitting and from Blackthorn Footwear; Halcyon Trading buys from Rosewater too.
Rosewater's record with Kestrel & Dale is the one most tests look at; every other one must stay unseen beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from troth.commitments.attribution import Delay
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import commitments, notes, partners, people, tokens
from troth_site.actions import imports as steps
from troth_site.actions.orders import delays
from troth_site.actions.orders.reported import Import, record_lines
from troth_site.actions.trust import judging, settling
from troth_site.jobs import imports as jobs
from troth_site.models import (
    Action,
    ApiToken,
    ImportBatch,
    ImportProfile,
    OrderDelay,
    OrderLine,
    Person,
    RedFlag,
    Relationship,
)
from troth_site.sheets.order_rows import OrderRow

BUYER, OTHER_BUYER = "Kestrel & Dale Outfitters", "Halcyon Trading House"
FACTORY, OTHER_FACTORY = "Rosewater Knitting Mills", "Blackthorn Footwear Works"
# Who, their organisation, their role there.
SEATS = {
    "buyer": (BUYER, "sourcing"),
    "finance": (BUYER, "finance"),
    "manager": (BUYER, "manager"),
    "sales": (FACTORY, "sales"),
    "owner": (FACTORY, "owner"),
    "other factory": (OTHER_FACTORY, "sales"),
    "other buyer": (OTHER_BUYER, "sourcing"),
    "representative": ("Lantern Street Agency", "representative"),
    "inspector": ("Plumbline Inspection", "inspector"),
}
KINDS = {
    BUYER: "buyer", OTHER_BUYER: "buyer", FACTORY: "factory", OTHER_FACTORY: "factory",
    "Lantern Street Agency": "agency", "Plumbline Inspection": "service",
}  # fmt: skip
NOBODY = "nobody"
EVERYBODY = (*SEATS, NOBODY)
LATE_FROM = 24
PAST_LINES, OPEN_LINES = 48, 4
NOTES = {"shared": "A shared remark", "side": "A remark in the house", "private": "A remark to oneself"}
WORKER = "Worker Q. Nobody-Else"  # of the factory; nobody else ever reads this name
# What stands in one record alone, by the pair that may read it.
SECRETS = {
    "ours": (
        "KDR-",
        "Heathered cardigan",
        "Send the lab dips",
        "Keep the second knitting shift",
        "The carton count",
        "A shared remark",
    ),
    "beside": ("KDB-", "Ankle boot", OTHER_FACTORY),
    "elsewhere": ("HTR-", "Cable scarf", OTHER_BUYER),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody, and the keys of what stands in the record of Kestrel & Dale with Rosewater.

    Attributes:
        people: By the part they play; "nobody" has no person.
        beside: The same buyer's relationship with another factory.
        elsewhere: The same factory's relationship with another buyer.
        open_line: A line that is due in some days; `line` has come, and nobody has answered it.
        proposed: The buyer's promise, waiting for the factory; `accepted` is the factory's, accepted by the buyer.
        delay: Days on `open_line` that the factory names as the buyer's, not accepted yet.
        refused: A second file of the buyer, checked, with rows that cannot be read.
        keys: Of what the cast left in the rooms where two sides talk, by name.
    """

    people: dict[str, Person]
    ours: int
    beside: int
    elsewhere: int
    line: int
    open_line: int
    confirmed: int
    contested: int
    proposed: int
    accepted: int
    action: int
    flag: int
    note: int
    delay: int
    profile: int
    token: int
    batch: str
    refused: str
    organisations: dict[str, int] = field(default_factory=dict)
    keys: dict[str, Any] = field(default_factory=dict)

    def key(self, name: str) -> Any:
        """Return the key of something of the cast, or of what it left in a room."""
        return self.keys[name] if name in self.keys else getattr(self, name)

    def actor(self, part: str) -> Actor:
        """Return somebody as the gate knows them."""
        return access.actor(self.people[part])


def gather() -> Cast:
    """Seat the cast and let them fill their record; run inside a test's transaction."""
    operator = access.actor(people.local_operator(), as_operator=True)
    organisations = {
        name: partners.found_organisation(by=operator, kind=kind, name=name, country="GB", zone="Europe/London").pk
        for name, kind in KINDS.items()
    }
    seated = {part: _seat(operator, organisations, part) for part in SEATS}
    rows = {
        "ours": _relate(seated["buyer"], organisations[BUYER], organisations[FACTORY]),
        "beside": _relate(seated["buyer"], organisations[BUYER], organisations[OTHER_FACTORY]),
        "elsewhere": _relate(seated["other buyer"], organisations[OTHER_BUYER], organisations[FACTORY]),
    }
    batch = bring_in(seated["buyer"], organisations[BUYER], orders_file())
    refused = check(seated["buyer"], organisations[BUYER], "mended-never.csv", _file(_unreadable()))
    _report_elsewhere(seated["other buyer"], organisations[OTHER_BUYER])
    for name in (BUYER, OTHER_BUYER, FACTORY):
        judging.judge_portfolio(organisations[name], as_of=timezone.localdate())
    found = _answers(seated, rows["ours"])
    return Cast(people=seated, batch=batch, refused=refused, organisations=organisations, **rows, **found)


def _seat(operator: Actor, organisations: dict[str, int], part: str) -> Person:
    name, role = SEATS[part]
    email = f"{part.replace(' ', '-')}@cast.example"
    person = people.introduce(by=operator, name=f"{part.title()} of the Cast", email=email)
    people.take_seat(by=operator, person=person, organisation=organisations[name], role=role)
    return person


def _relate(person: Person, buyer: int, factory: int) -> int:
    return partners.relate(by=access.actor(person), buyer=buyer, factory=factory).pk


def history(prefix: str, factory: str, item: str, *, today: date) -> Iterator[dict[str, Any]]:
    """Make lines of the last year, kept at first and late later, and some that are still open."""
    for at in range(PAST_LINES):
        promised = today - timedelta(days=(PAST_LINES - at) * 7 + 7)
        late = at >= LATE_FROM and at % 5 != 0
        yield {
            "Order": f"{prefix}{at // 3:03d}", "Line": at % 3 + 1, "Factory": factory, "Promised day": promised,
            "Delivered day": promised + timedelta(days=5 + at % 4 if late else -1), "Quantity": 100 + at,
            "Value": 2000 + 10 * at, "Currency": "USD", "Item": f"{item} {at:02d}",
        }  # fmt: skip
    for at in range(OPEN_LINES):
        yield {
            "Order": f"{prefix}9{at:02d}", "Line": 1, "Factory": factory,
            "Promised day": today + timedelta(days=10 + 5 * at), "Delivered day": None, "Quantity": 50, "Value": 900,
            "Currency": "USD", "Item": f"{item} open {at}",
        }  # fmt: skip


def orders_file() -> bytes:
    """Return the buyer's history with both of its factories as a file."""
    today = timezone.localdate()
    ours = history("KDR-", FACTORY, "Heathered cardigan", today=today)
    return _file([*ours, *history("KDB-", OTHER_FACTORY, "Ankle boot", today=today)])


def _unreadable() -> list[dict[str, Any]]:
    rows = list(history("KDX-", OTHER_FACTORY, "Ankle boot again", today=timezone.localdate()))[:3]
    rows[1]["Promised day"] = "when it is done"
    return rows


def _file(rows: list[dict[str, Any]]) -> bytes:
    lines = [",".join(rows[0])]
    lines += [",".join("" if value is None else str(value) for value in row.values()) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def check(person: Person, organisation: int, name: str, content: bytes) -> str:
    """Take a file as far as its preview and return its public name."""
    by = access.actor(person)
    received = steps.receive(by=by, organisation=organisation, file_name=name, parts=[content], study_later=False)
    jobs.study.call(batch=received.pk)
    proposed = {
        "fields": {
            "order": "Order", "line": "Line", "factory": "Factory", "promised": "Promised day",
            "delivered": "Delivered day", "quantity": "Quantity", "value": "Value", "currency": "Currency",
            "item": "Item",
        },
        "key": ["Order", "Line"],
    }  # fmt: skip
    steps.answer(by=by, uid=received.uid, mapping=proposed)
    jobs.check.call(batch=received.pk)
    return received.uid


def bring_in(person: Person, organisation: int, content: bytes) -> str:
    """Import a file and return its public name."""
    uid = check(person, organisation, "history.csv", content)
    steps.confirm(by=access.actor(person), uid=uid)
    batch = ImportBatch.objects.get(uid=uid)
    jobs.apply.call(batch=batch.pk)
    batch.refresh_from_db()
    assert batch.state == "done", batch.problem
    return uid


def _report_elsewhere(person: Person, organisation: int) -> None:
    today = timezone.localdate()
    lines = [
        OrderRow(
            number=number, key=f"{row['Order']}-{row['Line']}", factory=FACTORY, promised=row["Promised day"],
            delivered=row["Delivered day"], order=row["Order"], line=str(row["Line"]), item=row["Item"],
        )
        for number, row in enumerate(history("HTR-", FACTORY, "Cable scarf", today=today), start=2)
    ]  # fmt: skip
    record_lines(Import(by=access.actor(person), buyer=organisation, batch=None, entered_on=today), lines)


def _answers(seated: dict[str, Person], relationship: int) -> dict[str, int]:
    buyer, sales = access.actor(seated["buyer"]), access.actor(seated["sales"])
    came = OrderLine.objects.filter(relationship=relationship).exclude(completed_on=None).order_by("due_on")
    line, confirmed, contested = (row.pk for row in came.reverse()[:3])
    commitments.confirm(by=sales, commitment=confirmed)
    commitments.contest_entry(by=sales, commitment=contested, reason="The carton count was agreed for the week after.")
    today = timezone.localdate()
    proposed = commitments.propose(
        by=buyer, relationship=relationship, dimension="communication", what="Send the lab dips back",
        due_on=today + timedelta(days=6),
    )  # fmt: skip
    accepted = commitments.propose(
        by=sales, relationship=relationship, dimension="partnership", what="Keep the second knitting shift",
        due_on=today + timedelta(days=9),
    )  # fmt: skip
    commitments.step(by=buyer, commitment=accepted, event="accept")
    action = Action.objects.get(relationship=relationship, side="factory", dimension="delivery")
    settling.own_action(by=buyer, action=action.pk, person=seated["buyer"].pk)
    open_line = OrderLine.objects.filter(relationship=relationship, completed_on=None).order_by("due_on").first()
    named = Delay(cause="buyer", days=2, reason="The trims are late", accepted=False, recorded_on=today)
    delays.record_delay(by=sales, line=open_line.pk, delay=named)
    return {
        "line": line, "open_line": open_line.pk, "confirmed": confirmed, "contested": contested, "proposed": proposed,
        "accepted": accepted, "action": action.pk,
        "flag": RedFlag.objects.get(relationship=relationship, closed_on=None).pk,
        "profile": _profile(seated), "token": _token(buyer),
        "note": _note(seated, relationship), "delay": OrderDelay.objects.get(line=open_line).pk,
    }  # fmt: skip


def _profile(seated: dict[str, Person]) -> int:
    """Save the buyer's mapping, and return its key."""
    by = access.actor(seated["buyer"])
    checked = ImportBatch.objects.filter(organisation__name=BUYER, state="checked").get()
    steps.answer(by=by, uid=str(checked.uid), mapping=checked.mapping, profile="Kestrel's monthly list")
    jobs.check.call(batch=checked.pk)
    return ImportProfile.objects.get().pk


def _token(by: Actor) -> int:
    """Make the buyer's token, and return its key."""
    tokens.make_token(by=by, person=by.person, name="Nightly report")
    return ApiToken.objects.get(person=by.person).pk


def _note(seated: dict[str, Person], relationship: int) -> int:
    """Write one note of each kind, and return the buyer's shared one."""
    written = [
        notes.write(
            by=access.actor(seated[part]), relationship=relationship, visibility=visibility, text=f"{words} of {part}"
        )
        for part in ("buyer", "sales")
        for visibility, words in NOTES.items()
    ]
    return written[0]


def relationships_of(part: str, cast: Cast) -> set[int]:
    """Return the relationships somebody may read, said here by hand and not by the gate."""
    of = {
        BUYER: {cast.ours, cast.beside}, FACTORY: {cast.ours, cast.elsewhere}, OTHER_FACTORY: {cast.beside},
        OTHER_BUYER: {cast.elsewhere},
    }  # fmt: skip
    return of.get(SEATS[part][0], set()) if part in SEATS else set()


def row_of(cast: Cast, name: str) -> Relationship:
    """Return one of the three relationships."""
    return Relationship.objects.get(pk=getattr(cast, name))
