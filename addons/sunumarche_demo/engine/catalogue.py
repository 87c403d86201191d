"""What the company makes and sells; prices in XOF without tax."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Article:
    """One product or service of the catalogue."""

    code: str
    name: str
    category: str
    price: int
    is_service: bool = False

    @property
    def cost(self) -> int:
        return round(self.price * 0.45, -2)


FRAMES = "Montures"
SUN = "Lunettes de soleil"
BESPOKE = "Sur mesure"
LENSES = "Verres"
ACCESSORIES = "Accessoires"
SERVICES = "Services"


def _service(code: str, name: str, price: int) -> Article:
    return Article(code, name, SERVICES, price, is_service=True)


CATALOGUE = (
    Article("MON-ACE-01", "Monture Gorée, acétate noir", FRAMES, 85_000),
    Article("MON-ACE-02", "Monture Gorée, acétate écaille", FRAMES, 85_000),
    Article("MON-ACE-03", "Monture Médina, acétate miel", FRAMES, 78_000),
    Article("MON-ACE-04", "Monture Ngor, acétate bleu nuit", FRAMES, 92_000),
    Article("MON-ACE-05", "Monture Kermel, papillon bordeaux", FRAMES, 98_000),
    Article("MON-MET-01", "Monture Plateau, acier brossé", FRAMES, 65_000),
    Article("MON-MET-02", "Monture Sahel, titane", FRAMES, 145_000),
    Article("MON-MET-03", "Monture Walo, titane doré", FRAMES, 175_000),
    Article("MON-BOI-01", "Monture Saloum, bois de rônier", FRAMES, 210_000),
    Article("MON-BOI-02", "Monture Casamance, bois de caïlcédrat", FRAMES, 235_000),
    Article("MON-BOI-03", "Monture Fouta, ébène du Sénégal", FRAMES, 290_000),
    Article("MON-COR-01", "Monture Ferlo, corne de zébu claire", FRAMES, 340_000),
    Article("MON-COR-02", "Monture Jolof, corne de zébu sombre", FRAMES, 365_000),
    Article("MON-ENF-01", "Monture Xale, enfant", FRAMES, 45_000),
    Article("MON-ENF-02", "Monture Xale souple, tout-petit", FRAMES, 38_000),
    Article("SOL-ACE-01", "Solaires Almadies, acétate", SUN, 110_000),
    Article("SOL-ACE-02", "Solaires Corniche, polarisées", SUN, 135_000),
    Article("SOL-ACE-03", "Solaires Yoff, sport", SUN, 95_000),
    Article("SOL-MET-01", "Solaires Aviateur, titane", SUN, 180_000),
    Article("SOL-BOI-01", "Solaires Karabane, bois de rônier", SUN, 260_000),
    Article("SOL-COR-01", "Solaires Lompoul, corne", SUN, 395_000),
    Article("SOL-ENF-01", "Solaires Xale, enfant", SUN, 42_000),
    Article("SUR-BOI-01", "Lunettes sur mesure, bois précieux", BESPOKE, 480_000),
    Article("SUR-COR-01", "Lunettes sur mesure, corne", BESPOKE, 650_000),
    Article("SUR-ARG-01", "Lunettes sur mesure, filigrane d'argent", BESPOKE, 780_000),
    Article("SUR-COR-02", "Lunettes sur mesure, corne et or", BESPOKE, 1_100_000),
    Article("SUR-ORR-01", "Lunettes sur mesure, or 18 carats", BESPOKE, 1_500_000),
    Article("VER-UNI-01", "Paire de verres unifocaux", LENSES, 45_000),
    Article("VER-UNI-02", "Paire de verres unifocaux amincis", LENSES, 75_000),
    Article("VER-PRO-01", "Paire de verres progressifs", LENSES, 150_000),
    Article(
        "VER-PRO-02", "Paire de verres progressifs, haut de gamme", LENSES, 260_000
    ),
    Article("VER-PHO-01", "Paire de verres photochromiques", LENSES, 120_000),
    Article("VER-BLE-01", "Paire de verres filtre écran", LENSES, 60_000),
    Article("ACC-ETU-01", "Étui en cuir de Ngaye Mékhé", ACCESSORIES, 35_000),
    Article("ACC-ETU-02", "Étui en pagne tissé", ACCESSORIES, 25_000),
    Article("ACC-COR-01", "Cordon en perles", ACCESSORIES, 28_000),
    Article("ACC-ENT-01", "Coffret d'entretien", ACCESSORIES, 25_000),
    _service("SER-NET-01", "Nettoyage et polissage", 25_000),
    _service("SER-REP-01", "Réparation de charnière", 30_000),
    _service("SER-REP-02", "Réparation de monture en corne", 60_000),
    _service("SER-GRA-01", "Gravure du nom sur la branche", 40_000),
)
