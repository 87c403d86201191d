"""The people who work with the CRM, one for each role."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Employee:
    """One login: who it is, and which groups the job needs."""

    login: str
    name: str
    function: str
    groups: tuple[str, ...]

    @property
    def email(self) -> str:
        return f"{self.login}@sunumarche.example"


STAFF = (
    Employee(
        "vendeur", "Awa Ndiaye", "Vendeuse", ("sunumarche_crm.group_salesperson",)
    ),
    Employee(
        "chef.agence",
        "Ousmane Diop",
        "Chef de l'agence de Dakar",
        ("sunumarche_crm.group_head_of_agency",),
    ),
    Employee(
        "marketing",
        "Mariama Sarr",
        "Responsable marketing",
        ("sunumarche_crm.group_marketer",),
    ),
    Employee(
        "service.client",
        "Cheikh Tidiane Fall",
        "Agent du service client",
        ("sunumarche_crm.group_service_agent",),
    ),
    Employee(
        "comptable", "Fatou Seck", "Comptable", ("sunumarche_crm.group_accountant",)
    ),
    Employee(
        "acheteur",
        "Ibrahima Sow",
        "Acheteur",
        ("sunumarche_crm.group_buyer", "purchase.group_purchase_user"),
    ),
    Employee(
        "production",
        "Modou Gueye",
        "Lunetier, atelier",
        ("sunumarche_crm.group_production", "stock.group_stock_user"),
    ),
    Employee(
        "direction",
        "Khady Diallo",
        "Directrice générale",
        ("sunumarche_crm.group_direction",),
    ),
    Employee(
        "admin.crm",
        "Babacar Mbaye",
        "Administrateur du CRM",
        ("sunumarche_crm.group_administrator",),
    ),
)
# Who looks after the customers, and after how many in a hundred.
PORTFOLIOS = (("vendeur", 70), ("chef.agence", 30))
