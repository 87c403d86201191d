"""Where customers are looked after: agencies, and the regions of each."""

from dataclasses import dataclass

HEAD_OFFICE = "Siège"
DAKAR, THIES = "Agence de Dakar", "Agence de Thiès"


@dataclass(frozen=True)
class Territory:
    """Regions that one agency looks after."""

    name: str
    regions: tuple[str, ...]


@dataclass(frozen=True)
class Agency:
    """An agency below the head office; its sales team has its name.

    ``head`` is a login of ``staff.STAFF``. ``portfolios`` says who looks after the
    customers of the agency, and after how many in a hundred; ``None`` is nobody.
    """

    name: str
    head: str
    shares_customers: bool
    territories: tuple[Territory, ...]
    portfolios: tuple[tuple[str | None, int], ...]


AGENCIES = (
    Agency(
        DAKAR,
        head="chef.agence",
        shares_customers=True,
        territories=(
            Territory("Dakar", ("Dakar",)),
            # Who lives there comes to Dakar by ship or by plane.
            Territory(
                "Sud et Est",
                ("Ziguinchor", "Sédhiou", "Kolda", "Tambacounda", "Kédougou"),
            ),
        ),
        portfolios=(
            ("vendeur", 40),
            ("vendeur.2", 30),
            ("chef.agence", 15),
            (None, 15),
        ),
    ),
    Agency(
        THIES,
        head="chef.thies",
        shares_customers=False,
        territories=(
            Territory(
                "Thiès et Centre",
                ("Thiès", "Diourbel", "Fatick", "Kaolack", "Kaffrine"),
            ),
            Territory("Nord", ("Louga", "Saint-Louis", "Matam")),
        ),
        portfolios=(
            ("vendeur.thies", 40),
            ("vendeur.thies.2", 30),
            ("chef.thies", 15),
            (None, 15),
        ),
    ),
)
AGENCY_OF_REGION = {
    region: agency
    for agency in AGENCIES
    for territory in agency.territories
    for region in territory.regions
}
