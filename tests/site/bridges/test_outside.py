"""Calling other people's servers, and everything that must not be called."""

import socket
import time

import pytest

from tests.site.bridges.loopback import PUBLIC, Reply
from troth_site.outside import WORLD, Call, NoAnswer, NotCalled, call, is_public

HOOK = "https://hooks.example.com/in?x=1"


def test_a_call_reaches_the_checked_address_and_brings_the_answer(outer):
    outer.answer(Reply(201, b"made", {"Retry-After": "7"}))

    answer = call(Call(url=HOOK, headers={"X-One": "1"}, body=b"hello"), reach=outer.reach())

    (said,) = outer.said
    assert (said.method, said.host, said.path, said.query, said.body) == (
        "POST", "hooks.example.com", "/in", {"x": "1"}, b"hello",
    )  # fmt: skip
    assert said.headers["x-one"] == "1"
    assert outer.server.dialled == [(PUBLIC, 443)]
    assert (answer.status, answer.body, answer.headers["retry-after"], answer.is_success) == (201, b"made", "7", True)


def test_a_name_is_asked_for_once_and_cannot_turn_into_another_address(outer):
    given = [[PUBLIC], ["127.0.0.1"]]
    call(Call(url=HOOK), reach=outer.reach(lambda host, port: given.pop(0)))

    assert given == [["127.0.0.1"]]
    assert outer.server.dialled == [(PUBLIC, 443)]


PRIVATE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.5", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.100.100.200", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "192.0.2.1", "240.0.0.1", "168.63.129.16", "::1", "::", "fd00::1", "fd00:ec2::254",
    "fe80::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "::7f00:1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused_spelled_out(outer, address):
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(NotCalled, match=r"^private$"):
        call(Call(url=f"https://{host}/"), reach=outer.reach())

    assert outer.server.dialled == []


@pytest.mark.parametrize("address", PRIVATE)
def test_names_that_answer_with_a_private_address_are_refused(outer, address):
    with pytest.raises(NotCalled, match=r"^private$"):
        call(Call(url=HOOK), reach=outer.reach(lambda host, port: [PUBLIC, address]))

    assert outer.server.dialled == []


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "127.1", "017700000001", "0x7f.0.0.0x1", "127.0.0.1.", "1.0x"],
)
def test_numbers_in_strange_spellings_are_refused_whatever_they_resolve_to(outer, host):
    with pytest.raises(NotCalled, match=r"^private$"):
        call(Call(url=f"https://{host}/"), reach=outer.reach())

    assert outer.server.dialled == []


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/", "ftp://hooks.example.com/", "file:///etc/passwd", "https:///x",
        "hooks.example.com", "https://me:secret@hooks.example.com/", "https://hooks.example.com:99999/", "https://[::1/",
        "", "https://hooks.example.com/a b", "https://hooks.example.com/\r\nX: y", "https://" + "a" * 80 + ".example/",
        "https://hooks example.com/",
    ],
)  # fmt: skip
def test_addresses_of_another_kind_are_refused(outer, url):
    with pytest.raises(NotCalled, match=r"^address$"):
        call(Call(url=url), reach=outer.reach())

    assert outer.server.dialled == []


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        (HOOK, ("hooks.slack.com",)),
        ("https://hooks.slack.com.example.com/", ("hooks.slack.com",)),
        ("https://evil-hooks.slack.com/", ("hooks.slack.com",)),
        ("https://evillogic.azure.com/", ("*.logic.azure.com",)),
        ("https://hooks.slack.com:8443/", ("hooks.slack.com",)),
    ],
)
def test_hosts_that_are_not_the_vendor_s_are_refused(outer, url, hosts):
    with pytest.raises(NotCalled, match=r"^host$"):
        call(Call(url=url, hosts=hosts), reach=outer.reach())


def test_hosts_below_the_vendor_s_are_called(outer):
    url = "https://prod-12.westeurope.logic.azure.com:443/workflows/1"

    assert call(Call(url=url, hosts=("*.logic.azure.com",)), reach=outer.reach()).is_success


@pytest.mark.parametrize("where", ["http://127.0.0.1/", "https://169.254.169.254/latest/meta-data/"])
def test_redirects_are_not_followed(outer, where):
    outer.answer(Reply(302, b"", {"Location": where}))

    answer = call(Call(url=HOOK), reach=outer.reach())

    assert (answer.status, answer.is_success, len(outer.said), len(outer.server.dialled)) == (302, False, 1, 1)


@pytest.mark.parametrize("reply", [Reply(seconds=3), Reply(drips=True)])
def test_whoever_dawdles_is_hung_up_on(outer, reply):
    outer.answer(reply)
    began = time.monotonic()

    with pytest.raises(NoAnswer, match=r"^slow$"):
        call(Call(url=HOOK), reach=outer.reach(seconds=0.4))

    assert time.monotonic() - began < 2


def test_a_huge_answer_is_not_read_to_its_end(outer):
    outer.answer(Reply(200, b"x" * 3_000_000))

    with pytest.raises(NoAnswer, match=r"^huge$"):
        call(Call(url=HOOK), reach=outer.reach())


def test_an_answer_of_exactly_the_limit_is_read(outer):
    outer.answer(Reply(200, b"x" * 1_000_000))

    assert len(call(Call(url=HOOK), reach=outer.reach()).body) == 1_000_000


def test_a_server_that_hangs_up_leaves_it_open_whether_it_heard(outer):
    outer.answer(Reply(hangs_up=True))

    with pytest.raises(NoAnswer, match=r"^broken$"):
        call(Call(url=HOOK), reach=outer.reach())


def test_a_certificate_of_another_name_ends_the_call_before_anything_is_said(outer):
    with pytest.raises(NotCalled, match=r"^unreachable$"):
        call(Call(url="https://other.example.com/", body=b"secret"), reach=outer.reach())

    assert outer.said == []


def test_a_certificate_nobody_vouches_for_ends_the_call(outer):
    reach = outer.reach()
    with pytest.raises(NotCalled, match=r"^unreachable$"):
        call(Call(url=HOOK), reach=type(reach)(resolve=reach.resolve, dial=reach.dial))

    assert outer.said == []


def _fails(*_args):
    raise socket.gaierror


def test_a_name_nobody_knows_and_a_closed_door_are_told_apart(outer):
    with pytest.raises(NotCalled, match=r"^unknown name$"):
        call(Call(url=HOOK), reach=outer.reach(_fails))
    with pytest.raises(NotCalled, match=r"^unknown name$"):
        call(Call(url=HOOK), reach=outer.reach(lambda host, port: []))
    reach = outer.reach()
    with pytest.raises(NotCalled, match=r"^unreachable$"):
        call(Call(url=HOOK), reach=type(reach)(resolve=reach.resolve, dial=_fails, trust=reach.trust))


def test_the_world_itself_refuses_this_machine():
    for url in ("https://localhost/", "https://127.0.0.1:8000/"):
        with pytest.raises(NotCalled, match=r"^private$"):
            call(Call(url=url), reach=WORLD)


def test_public_addresses_are_public():
    assert [is_public(one) for one in (PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e")] == [
        True, True, True,
    ]  # fmt: skip
