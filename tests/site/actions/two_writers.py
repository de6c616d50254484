"""One of two programs that record on the same relationship at once: `python two_writers.py PAIR PERSON MARK TIMES`.

It says when it is ready, and begins when its standard input is closed.
"""

import os
import sys
from datetime import timedelta

import django


def main(pair: int, person: int, mark: str, times: int) -> None:
    """Propose promises one after another, as fast as it goes."""
    django.setup()
    from django.utils import timezone

    from troth_site import access
    from troth_site.actions import commitments
    from troth_site.models import Person

    by = access.actor(Person.objects.get(pk=person))
    print("ready", flush=True)
    sys.stdin.read()
    for at in range(times):
        commitments.propose(
            by=by, relationship=pair, dimension="communication", what=f"{mark} {at}",
            due_on=timezone.localdate() + timedelta(days=30),
        )  # fmt: skip


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth_site.settings")
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
