"""An import file of four lines, and how the tests of commands read what became of it."""

from tests.site.record import troth
from troth_site.models import ImportBatch, LedgerEntry, OrderLine

HEADER = ("PO", "Line", "Supplier", "Promised", "Delivered", "Recorded", "Qty", "Amount", "Currency", "Goods")
ROWS = (
    ("P1", 1, "Kim Loi", "2024-03-01", "2024-02-28", "2024-03-02", 100, "250.50", "USD", "shirts"),
    ("P1", 2, "Kim Loi", "2024-03-01", "2024-03-05", "2024-03-06", 50, "99.00", "USD", "caps"),
    ("P2", 1, "Bursa", "2024-04-10", "2024-04-10", "2024-04-11", 70, "10.00", "EUR", "socks"),
    ("P3", 1, "Central warehouse", "2024-05-01", "2024-05-01", "2024-05-01", 5, "1.00", "EUR", "socks"),
)
KEYS = ("--key", "PO", "--key", "Line")
COUNTS = ("read", "new", "changed", "unchanged", "refused", "set_aside")


def import_orders(file, *options):
    return troth("import", "orders", file, "--factory-column", "Supplier", *KEYS, *options, "--json")


def counted(answer):
    return tuple(answer.json[name] for name in COUNTS)


def nothing_is_recorded():
    return not OrderLine.objects.exists() and not LedgerEntry.objects.exists() and not ImportBatch.objects.exists()


def partners(*options):
    answer = troth("partners", *options, "--json")
    assert answer.code == 0
    return answer.json


def numbers(name, side="factory", *options):
    return next(document for document in partners(*options) if document["name"] == name)[side]["delivery"]
