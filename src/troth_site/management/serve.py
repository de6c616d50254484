"""The commands that serve the site and let somebody in."""

import os
import socket
import sys
from argparse import Namespace
from urllib.parse import urlsplit

from django.conf import settings

from troth_site.actions import people
from troth_site.home import remember_port, remembered_port
from troth_site.management import demo, supervising
from troth_site.management.answers import No, WrongUse, print_json
from troth_site.queries import people as known

THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}
PORTS_TRIED = 50


def serve(arguments: Namespace) -> int:
    """Serve the site until it is stopped: web server and job worker, each started again should it die."""
    _refuse_strangers(arguments.host)
    port = _free_port(arguments.host, arguments.port)
    if port != arguments.port and os.environ.get("TROTH_ORIGIN"):
        taken = f"port {arguments.port} is taken, and TROTH_ORIGIN promises people this address"
        raise No(f"{taken}: free it, or name both anew")
    if port != arguments.port:
        _mention(f"Port {arguments.port} is taken by another program; using {port}.", arguments)
    if arguments.demo and demo.fill_if_empty():
        _mention("The demonstration portfolio is filled.", arguments)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    origin = os.environ.get("TROTH_ORIGIN") or _origin(arguments.host, port)
    remember_port(settings.TROTH_HOME, port)
    site = supervising.site(host=arguments.host, port=port, workers=arguments.workers, origin=origin)
    return supervising.run(site, address=(arguments.host, port), ready=lambda: _say(origin, arguments))


def link(arguments: Namespace) -> None:
    """Print a one-time sign-in link for somebody, by default the first manager."""
    port = arguments.port or remembered_port(settings.TROTH_HOME)
    origin = os.environ.get("TROTH_ORIGIN") or _origin("127.0.0.1", port)
    if not known.is_set_up() and arguments.email is None:
        _print_way_in({"set_up": f"{origin}/set-up/{_key(origin)}"}, arguments)
        return
    person = known.first_manager() if arguments.email is None else known.by_email(arguments.email)
    if person is None:
        raise No(f"Nobody here has the address {arguments.email}." if arguments.email else "There is no manager yet.")
    _print_way_in({"sign_in": f"{origin}/sign-in/{people.make_sign_in_link(person)}/"}, arguments)


def _print_way_in(way: dict[str, str], arguments: Namespace) -> None:
    if arguments.json:
        print_json(way)
    else:
        print(*way.values())


def _mention(line: str, arguments: Namespace) -> None:
    """Say what happens on the way; a program that reads the answer finds it beside, not in it."""
    print(line, file=sys.stderr if arguments.json else sys.stdout)


def _say(origin: str, arguments: Namespace) -> None:
    """Print where the site is, and the way in."""
    person = known.first_manager()
    way = {"address": f"{origin}/"}
    if person is not None:
        way |= {"as": str(person), "sign_in": f"{origin}/sign-in/{people.make_sign_in_link(person)}/"}
    elif not known.is_set_up():
        way["set_up"] = f"{origin}/set-up/{_key(origin)}"
    if arguments.json:
        print_json(way)
    else:
        print("\n".join(_lines(way)))
    sys.stdout.flush()


def _lines(way: dict[str, str]) -> list[str]:
    lines = [f"Troth is at {way['address']}"]
    if "sign_in" in way:
        lines.append(f"Sign in as {way['as']}, once: {way['sign_in']}")
    elif "set_up" in way:
        lines.append(f"Begin your record: {way['set_up']}")
    return [*lines, "Ctrl-C stops it."]


def _key(origin: str) -> str:
    return "" if urlsplit(origin).hostname in THIS_MACHINE else f"?key={people.set_up_key()}"


def _origin(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _refuse_strangers(host: str) -> None:
    """Serve this machine alone, unless the operator said under which names others may come."""
    if host not in THIS_MACHINE and "TROTH_HOSTS" not in os.environ:
        raise WrongUse(
            f"--host {host} lets others in: name the addresses they may use in TROTH_HOSTS, and the one people type "
            "in TROTH_ORIGIN"
        )
    if host not in THIS_MACHINE and settings.DEBUG:
        raise WrongUse("TROTH_DEBUG shows the inside of the site: never together with a --host others can reach")


def _free_port(host: str, wanted: int) -> int:
    """Return the wanted port, or the next one that nobody uses."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if port == wanted and isinstance(error, socket.gaierror):
                    raise WrongUse(f"there is no host {host!r} on this machine") from error
                continue
            return port
    raise No(f"No free port was found from {wanted} on: name another one with --port.")
