-- Tallies from outcomes: the bulk definition, in DuckDB's dialect. Kept equal to increments() by a law test.
-- Reads   outcomes(relationship, side, dimension, commitment, seq, recorded_on, counted_on, counted_from, lines, kept,
--                  excused, scored_on, scored_from, kept_weight, broken_weight, excused_weight, held, held_until)
-- Returns tallies(relationship, side, dimension, happened_on, known_on, lines, kept, excused,
--                 kept_weight, broken_weight, excused_weight, light_weight)
-- A later version of a commitment takes the rows of all earlier ones back on the day it was recorded, or on the day they
-- would have become known, whichever is later. recorded_on = DATE '0001-01-01' takes them back on every past day too;
-- a version of that day that counts for something takes back the rows of the one before it alone.
-- What is kept of a promise whose whole weight lies below 0.5 is summed once more as light_weight.
with versions as (
    select *, least(
            lead(recorded_on) over (partition by relationship, commitment order by seq),
            min(case when recorded_on > date '0001-01-01' or (lines = 0 and excused = 0 and kept_weight = 0
                and broken_weight = 0 and excused_weight = 0) then recorded_on end)
                over (partition by relationship, commitment order by seq
                      rows between 1 following and unbounded following)
        ) as superseded_on,
        case when kept_weight + broken_weight + excused_weight < 0.5e0 - 1e-9 then kept_weight else 0.0e0 end
            as light_weight
    from outcomes
),
standing_rows as (
    select relationship, side, dimension, superseded_on,
        counted_on as happened_on, counted_from as known_on, lines, kept, excused,
        0.0e0 as kept_weight, 0.0e0 as broken_weight, 0.0e0 as excused_weight, 0.0e0 as light_weight
    from versions
    where lines <> 0 or excused <> 0
    union all
    select relationship, side, dimension, superseded_on,
        scored_on, scored_from, 0, 0, 0,
        kept_weight * (1 - held), broken_weight * (1 - held), excused_weight * (1 - held), light_weight * (1 - held)
    from versions
    where kept_weight <> 0 or broken_weight <> 0 or excused_weight <> 0
    union all
    select relationship, side, dimension, superseded_on,
        scored_on, greatest(scored_from, held_until), 0, 0, 0,
        kept_weight * held, broken_weight * held, excused_weight * held, light_weight * held
    from versions
    where held <> 0 and held_until is not null
),
all_rows as (
    select relationship, side, dimension, happened_on, known_on, lines, kept, excused,
        kept_weight, broken_weight, excused_weight, light_weight
    from standing_rows
    where superseded_on is null or superseded_on > known_on
    union all
    select relationship, side, dimension, happened_on, superseded_on, -lines, -kept, -excused,
        -kept_weight, -broken_weight, -excused_weight, -light_weight
    from standing_rows
    where superseded_on > known_on
)
select relationship, side, dimension, happened_on, known_on,
    cast(sum(lines) as integer) as lines,
    cast(sum(kept) as integer) as kept,
    cast(sum(excused) as integer) as excused,
    sum(kept_weight) as kept_weight,
    sum(broken_weight) as broken_weight,
    sum(excused_weight) as excused_weight,
    sum(light_weight) as light_weight
from all_rows
group by relationship, side, dimension, happened_on, known_on
having sum(lines) <> 0 or sum(kept) <> 0 or sum(excused) <> 0
    or abs(sum(kept_weight)) > 1e-12 or abs(sum(broken_weight)) > 1e-12 or abs(sum(excused_weight)) > 1e-12
    or abs(sum(light_weight)) > 1e-12
