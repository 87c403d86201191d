"""What the company makes and sells; prices in XOF without tax."""

from dataclasses import dataclass

from .lists import read_rows

SERVICES = "Services"
ACCESSORIES = "Accessoires"
COST_SHARE = 0.45


@dataclass(frozen=True)
class Article:
    """One product or service of the catalogue."""

    code: str
    name: str
    category: str
    price: int

    @property
    def is_service(self) -> bool:
        return self.category == SERVICES

    @property
    def cost(self) -> int:
        return round(self.price * COST_SHARE, -2)


CATALOGUE = tuple(
    Article(row["code"], row["name"], row["category"], int(row["price"]))
    for row in read_rows("catalogue.csv")
)
