"""A shop's customers and the documents of three years, made by a formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

DOCUMENTS_A_CUSTOMER = 10
DRAFTS_PER_100_POSTED = 3
REFUND_SHARE, PAID_SHARE = 0.07, 0.9
CUSTOMERS_A_CONTACT = 9
DAYS = 3 * 365
SLOWEST_PAYER_DAYS = 120
CHEAPEST, DEAREST = 5_000, 500_000


class Document(NamedTuple):
    """An invoice, a credit note or a draft.

    :param kind: ``invoice``, ``refund`` or ``draft``
    :param customer: number of the customer, from 0
    :param is_contact: whether the customer's contact is named on it
    :param day: number of its day, from 0
    :param untaxed: positive amount in the company's currency
    :param settled: number of the day of payment; ``None`` when open
    """

    kind: str
    customer: int
    is_contact: bool
    day: int
    untaxed: int
    settled: int | None

    @property
    def sign(self) -> int:
        return -1 if self.kind == "refund" else 1


@dataclass(frozen=True)
class Ledger:
    """The same customers and documents whenever the arguments are the same.

    :param customers: how many customers (commercial entities)
    :param last_day: the day of the newest documents
    """

    customers: int
    last_day: date
    seed: int = 20

    @property
    def contacts(self) -> int:
        """Contacts of customers: a tenth of all partners."""
        return -(-self.customers // CUSTOMERS_A_CONTACT)

    @property
    def posted(self) -> int:
        return self.customers * DOCUMENTS_A_CUSTOMER

    @property
    def documents(self) -> int:
        """Posted documents and drafts."""
        return self.posted * (100 + DRAFTS_PER_100_POSTED) // 100

    def calendar(self, days_after: int = 0) -> list[date]:
        """The date of each day's number, and of some days after the last one."""
        first = self.last_day - timedelta(days=DAYS - 1)
        return [first + timedelta(days=day) for day in range(DAYS + days_after)]

    def each_document(self) -> Iterator[Document]:
        """All documents, the oldest first.

        Few customers buy much, most buy little: the customer's number is
        ``floor(customers * u * u)``, with u even between 0 and 1.
        """
        random = Random(self.seed).random
        spread = DEAREST / CHEAPEST
        for index in range(self.documents):
            day = index * DAYS // self.documents
            is_draft = index % (100 + DRAFTS_PER_100_POSTED) < DRAFTS_PER_100_POSTED
            kind = "refund" if random() < REFUND_SHARE else "invoice"
            settled = day + int(SLOWEST_PAYER_DAYS * random() ** 2)
            is_paid = random() < PAID_SHARE and settled < DAYS and not is_draft
            yield Document(
                "draft" if is_draft else kind,
                int(self.customers * random() ** 2),
                random() < 0.5,
                day,
                int(CHEAPEST * spread ** random()),
                settled if is_paid else None,
            )
