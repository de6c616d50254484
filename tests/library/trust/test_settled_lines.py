import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.library.trust.forecast_made import law
from troth.trust.forecast import Counts
from troth.trust.settled_lines import settled_lines


def told(events):
    return sorted(
        zip(*(column.tolist() for column in (events.partner, events.due, events.known, events.kept)), strict=True)
    )


def counts(rows):
    partner, due, known, lines, kept = np.array(rows).reshape(-1, 5).T
    return Counts.of(days=(partner, due, known), lines=lines, kept=kept)


def test_settled_lines_stand_one_by_one():
    found = settled_lines(counts([(0, 10, 11, 3, 2), (1, 10, 12, 1, 1)]))

    assert told(found) == [(0, 10, 11, 0), (0, 10, 11, 1), (0, 10, 11, 1), (1, 10, 12, 1)]


def test_settled_lines_known_overdue_and_then_kept_are_one_kept_line():
    found = settled_lines(counts([(0, 10, 11, 1, 0), (0, 10, 30, 0, 1)]))

    assert told(found) == [(0, 10, 30, 1)]


def test_settled_lines_taken_back_leave_the_older_ones():
    found = settled_lines(counts([(0, 10, 11, 1, 1), (0, 10, 12, 1, 1), (0, 10, 20, -1, -1), (0, 11, 12, 1, 0)]))

    assert told(found) == [(0, 10, 11, 1), (0, 11, 12, 0)]


def test_settled_lines_of_nothing_are_none():
    assert told(settled_lines(counts([]))) == []


@law
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 20), st.booleans(), st.integers(0, 20)),
        max_size=30,
    )
)
def test_settled_lines_add_up_to_the_tallies(lines):
    """Lines recorded, and some of them withdrawn or turned round on a later day, in any order."""
    rows = []
    for partner, due, known, kept, later in lines:
        rows.append((partner, due, known, 1, int(kept)))
        if later > 10:
            rows.append((partner, due, known + later, -1, -int(kept)))
        elif later > 5:
            rows.append((partner, due, known + later, 0, 1 - 2 * int(kept)))

    tallies = counts(rows)
    found = settled_lines(tallies)

    assert len(found.kept) == tallies.lines.sum()
    assert found.kept.sum() == tallies.kept.sum()
