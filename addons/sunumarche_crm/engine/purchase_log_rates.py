"""Convert a log's amounts into the company's currency, exactly."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date as Date
from decimal import ROUND_HALF_UP, Decimal


class RateTable:
    """The rates of one currency over time.

    ``rates`` are (date, rate, is the company's own). As in Odoo a rate of the
    company comes before a shared one, even an older one. Unlike Odoo there is no
    rate before the first.
    """

    def __init__(self, rates: Iterable[tuple[Date, Decimal, bool]]):
        self._own: list[tuple[Date, Decimal]] = []
        self._shared: list[tuple[Date, Decimal]] = []
        for date, rate, own in sorted(rates):
            (self._own if own else self._shared).append((date, rate))

    def __bool__(self) -> bool:
        return bool(self._own or self._shared)

    def rate_at(self, date: Date) -> Decimal | None:
        for rates in (self._own, self._shared):
            place = bisect_right(rates, date, key=lambda rate: rate[0])
            if place:
                return rates[place - 1][1]
        return None


class AmountConverter:
    """Amounts in the file's currency to amounts in the company's.

    ``step`` is the smallest amount of the company's currency. Without tables the
    two currencies are the same.
    """

    def __init__(
        self,
        step: Decimal,
        file_rates: RateTable | None = None,
        company_rates: RateTable | None = None,
    ):
        self._step = step
        self._file_rates = file_rates
        self._company_rates = company_rates

    def convert(self, amount: Decimal, date: Date) -> Decimal | None:
        """The rounded amount; None if no rate was valid at that date."""
        if self._file_rates is None:
            return self._round(amount)
        file_rate = self._file_rates.rate_at(date)
        company_rate = Decimal(1)
        if self._company_rates:
            company_rate = self._company_rates.rate_at(date)
        if not file_rate or not company_rate:
            return None
        return self._round(amount * company_rate / file_rate)

    def _round(self, amount: Decimal) -> Decimal:
        return (amount / self._step).quantize(Decimal(1), ROUND_HALF_UP) * self._step
