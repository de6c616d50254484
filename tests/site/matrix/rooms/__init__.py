"""The rows of each room in which two sides talk, with what the cast leaves there.

A room says: gather(cast) makes what its rows point at, through the actions, and returns the keys by name; ROWS, the
addresses; PRESSED_BY, who presses each button twice; LEAVE_NOTHING, the buttons that leave nothing to count.
"""

from tests.cast import Cast
from tests.site.matrix.rooms import (
    boards,
    bridges,
    calendars,
    customs,
    demand,
    firms,
    invitations,
    mail,
    meetings,
    messages,
    people,
    programs,
    programs_measures,
    programs_talk,
    quality_checklists,
    quality_corrective,
    quality_field,
    quality_inspections,
    quality_programmes,
    quality_rates,
    quality_reports,
    quality_sampling,
    quality_second_looks,
    quality_specifications,
    quality_switching,
    quality_training,
    requests,
)  # fmt: skip

ROOMS = (
    boards, bridges, calendars, customs, demand, firms, invitations, mail, meetings, messages, people, requests,
    programs, programs_talk, programs_measures, quality_checklists, quality_corrective, quality_field,
    quality_inspections, quality_programmes, quality_rates, quality_reports, quality_sampling, quality_second_looks,
    quality_specifications, quality_switching, quality_training,
)  # fmt: skip


def furnish(cast: Cast) -> Cast:
    """Let the cast leave something in every room."""
    for room in ROOMS:
        cast.keys.update(room.gather(cast))
    return cast
