"""A small order list, and how people drop it in a browser."""

import re
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

HEADER = "Order,Line,Supplier,Due date,Delivered,Qty"
ROWS = ["P1,1,Kim Loi,2024-03-01,2024-02-28,100", "P1,2,Kim Loi,2024-03-01,2024-03-05,50", "P2,1,Bursa,2024-04-10,,70",
        "P3,1,Depot,2024-04-10,,70"]  # fmt: skip
ORDER, LINE, SUPPLIER, DUE, DELIVERED, QTY = range(6)
# What the form sends once the factory is chosen; the rest is the proposal.
ANSWERS = {
    f"what-{ORDER}": "order", f"what-{LINE}": "line", f"what-{DUE}": "promised", f"what-{DELIVERED}": "delivered",
    f"what-{QTY}": "quantity", "key": [ORDER, LINE], "factory": SUPPLIER, "set_aside": [f"{SUPPLIER}:Depot", ""],
}  # fmt: skip


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def file(*rows, header=HEADER, name="orders.csv"):
    content = "\n".join([header, *rows]) + "\n"
    return SimpleUploadedFile(name, content.encode())


def drop(client, *rows, **changes):
    """Drop a file and return the address of its import."""
    answer = client.post(reverse("imports"), {"file": file(*(rows or ROWS), **changes), "kind": "orders"})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def text(answer):
    """Return what the main part of a page says, without its marks."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def checked(client, **changes):
    url = drop(client)
    client.post(url, {**ANSWERS, **changes})
    return url
