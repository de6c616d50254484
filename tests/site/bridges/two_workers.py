"""One of two workers that deliver at once: `python two_workers.py PORT CERTIFICATE`.

It says when it is ready, and begins when its standard input is closed.
"""

import os
import socket
import ssl
import sys

import django


def main(port: int, certificate: str) -> None:
    """Deliver what is due through a wire that leads every checked address to a server on loopback."""
    django.setup()
    from troth_site.actions.bridges import delivering
    from troth_site.outside import Reach

    reach = Reach(
        resolve=lambda host, port: ["93.184.215.14"],
        dial=lambda address, _port, seconds: socket.create_connection(("127.0.0.1", port), timeout=seconds),
        trust=lambda: ssl.create_default_context(cafile=certificate),
    )
    print("ready", flush=True)
    sys.stdin.read()
    print(delivering.deliver_due(reach=reach), flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth_site.settings")
    main(int(sys.argv[1]), sys.argv[2])
