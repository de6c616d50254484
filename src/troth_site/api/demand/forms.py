"""Forms of planning ahead, as programs read and write them."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Schema

from troth_site.api.frame.forms import Key
from troth_site.api.frame.writing import Given, LineOrNothing, OnDay, WordsOrNothing

Units = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=4)]
UnitsOrNone = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=4)]
Name = Annotated[str, Field(min_length=1, max_length=120)]
Item = Annotated[str, Field(max_length=120)]
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
Days = Annotated[int, Field(ge=0, le=730)]
Periods = Annotated[int, Field(ge=0, le=24)]


class TermsShown(Schema):
    """What both sides agreed, or what one proposed."""

    id: int
    state: str = Field(description="proposed, agreed, declined or replaced.")
    side: str = Field(description="Who proposed it.")
    lead_days: int
    extra_days: int
    deviations: float
    capacity_percent: Decimal
    monthly_capacity: Decimal | None
    grain: str
    frozen: int
    slush: int
    flexibility_percent: Decimal
    together_days: int = Field(description="Orders placed within so many days count as one.")
    proposed_on: date
    agreed_on: date | None


class TermsGiven(Given):
    """Terms to propose."""

    lead_days: Days
    extra_days: Days = 30
    deviations: Annotated[float, Field(ge=0, le=9)] = 2.0
    capacity_percent: Annotated[Decimal, Field(gt=0, le=100, max_digits=5, decimal_places=2)] = Decimal(25)
    monthly_capacity: Units | None = None
    grain: Literal["month", "week"] = "month"
    frozen: Periods = 1
    slush: Periods = 2
    flexibility_percent: Percent = Decimal(20)
    together_days: Annotated[int, Field(ge=0, le=90)] = Field(
        14, description="Orders placed within so many days count as one; 0 keeps each on its own."
    )


class TermsAnswered(Given):
    """Whether to agree to terms of the other side."""

    agree: bool


class PeriodShown(Schema):
    """Units expected of an item in a period; an empty item is everything together."""

    item: str
    starts_on: date
    quantity: Decimal


class AccuracyShown(Schema):
    """How far forecasts and orders lay apart, as fractions."""

    periods: int
    wape: float | None
    bias: float | None
    tracking_signal: float | None
    mase: float | None


class ForecastShown(Schema):
    """The forecast that stands."""

    number: int | None = Field(description="null where none was told.")
    grain: str | None
    told_on: date | None
    periods: list[PeriodShown]
    breaks: int = Field(description="Firm periods that it changed beyond what was agreed.")
    accuracy: AccuracyShown | None = Field(description="null below three periods that can be compared.")


class FirmPeriodShown(Schema):
    """A firm period of the forecast: kept as told, or changed by more than was agreed."""

    starts_on: date
    grain: str
    state: str = Field(description="kept, broken, or accepted where the factory accepted the change.")
    share: float = Field(description="How much of it stayed within what was agreed, 0 to 1.")
    forecast: int | None = Field(description="Number of the forecast that changed it.")
    commitment: int = Field(description="The buyer's promise to keep it.")


class ChangesAccepted(Given):
    """Which forecast's changes of firm periods the factory accepts."""

    forecast: Annotated[int, Field(ge=1, le=2**31)]


class PeriodGiven(Given):
    """Units expected of an item in a period."""

    item: Item = ""
    starts_on: OnDay
    quantity: UnitsOrNone


class ForecastGiven(Given):
    """A whole forecast: what is left out is not expected any more."""

    grain: Literal["month", "week"] = "month"
    periods: Annotated[list[PeriodGiven], Field(min_length=1, max_length=2000)]
    note: LineOrNothing = ""
    is_meant: bool = Field(False, description="Tell it although it changes firm periods beyond what was agreed.")


class NoticeShown(Schema):
    """What an order gives and what the terms ask."""

    is_large: bool | None = Field(description="null where nobody can say: no terms, or too few orders before.")
    limit: float | None = Field(description="Units above which an order is large.")
    with_orders: list[str] = Field(description="Orders placed shortly before that count as one with it.")
    with_quantity: Decimal | None = Field(description="Units of those orders.")
    given_days: int | None
    required_days: int | None
    shortfall_days: int | None
    keeps_notice: bool | None
    keeps_from: date | None = Field(description="First day on which it may be wanted so that the notice is whole.")


class LargeOrderShown(Schema):
    """A large order with the notice it gave."""

    number: str
    quantity: Decimal
    placed_on: date
    told_on: date
    wanted_on: date
    given_days: int
    required_days: int
    with_orders: int = Field(description="How many orders placed shortly before count as one with it.")
    with_quantity: Decimal = Field(description="Units of those orders.")
    is_kept: bool


class ScoreShown(Schema):
    """The share of large orders told in time over the last twelve months."""

    kept: int
    orders: int
    rate: float | None = Field(description="A fraction; null without a large order.")
    low: float | None
    high: float | None
    large_orders: list[LargeOrderShown]


class OrderAsked(Schema):
    """An order to look at before it is placed."""

    quantity: Units | None = Field(None, description="Needed.")
    wanted_on: OnDay | None = Field(None, description="Needed.")
    reservation: Key | None = None


class OrderGiven(Given):
    """An order of one line to place."""

    number: Name
    quantity: Units
    wanted_on: OnDay
    item: LineOrNothing = ""
    value: UnitsOrNone | None = None
    currency: Annotated[str, Field(max_length=3)] = ""
    reservation: Key | None = None
    is_meant: bool = Field(False, description="Place it although it breaks the notice that was agreed.")


class ReservationShown(Schema):
    """Capacity asked for, and how far it has come."""

    id: int
    state: str
    item: str
    quantity: Decimal
    first_day: date
    last_day: date
    order_by: date
    note: str
    asked_on: date
    answer_due_on: date
    answer: str
    held_on: date | None
    order_number: str
    steps: list[str] = Field(description="What your side can do next.")


class ReservationGiven(Given):
    """Capacity to ask for."""

    quantity: Units
    first_day: OnDay
    last_day: OnDay
    order_by: OnDay
    item: Item = ""
    note: WordsOrNothing = ""


class ReservationStep(Given):
    """What your side does next about a reservation."""

    step: Literal["accept", "counter", "refuse", "withdraw", "order", "release", "lose", "lapse"]
    text: WordsOrNothing = ""
    quantity: Units | None = None
    first_day: OnDay | None = None
    last_day: OnDay | None = None
    order: Item = ""
