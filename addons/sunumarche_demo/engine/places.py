"""Towns, quarters and streets of Senegal, drawn as the customers are spread."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Town:
    """A town, the region it lies in, its quarters and its share of the customers."""

    name: str
    region: str
    share: int
    postcode: str
    quarters: tuple[str, ...]


@dataclass(frozen=True)
class Address:
    street: str
    quarter: str
    town: str
    region: str
    postcode: str


TOWNS = (
    Town("Dakar", "Dakar", 560, "11000", (
        "Plateau", "Médina", "Fann Résidence", "Fann Hock", "Point E", "Amitié",
        "Mermoz", "Sacré-Cœur 1", "Sacré-Cœur 3", "Liberté 5", "Liberté 6", "Ouakam",
        "Mamelles", "Almadies", "Ngor", "Yoff", "Nord Foire", "Ouest Foire",
        "Sicap Baobabs", "Sicap Foire", "Grand Yoff", "Parcelles Assainies",
        "Hann Maristes", "Hann Bel-Air", "Grand Dakar", "HLM Grand Médine",
        "Dieuppeul", "Castors", "Patte d'Oie", "Cambérène", "Gueule Tapée", "Colobane",
    )),
    Town("Pikine", "Dakar", 70, "13000", ("Icotaf", "Dagoudane", "Tally Bou Bess")),
    Town("Guédiawaye", "Dakar", 55, "13100", ("Golf Sud", "Sam Notaire", "Hamo 4")),
    Town("Rufisque", "Dakar", 50, "20000", ("Keury Souf", "Thiawlène", "Diokoul")),
    Town("Keur Massar", "Dakar", 30, "13200", ("Jaxaay", "Aladji Pathé")),
    Town("Thiès", "Thiès", 75, "21000", (
        "Randoulène", "Grand Standing", "Escale", "Dixième", "Mbour 1", "Nguinth",
    )),
    Town("Mbour", "Thiès", 30, "23000", ("Escale", "Téfess", "Grand Mbour")),
    Town("Saly", "Thiès", 25, "23005", ("Saly Portudal", "Saly Niakhniakhal")),
    Town("Saint-Louis", "Saint-Louis", 35, "32000", ("Sor", "Île Nord", "Ndiolofène")),
    Town("Touba", "Diourbel", 25, "22300", ("Darou Khoudoss", "Ndamatou")),
    Town("Diourbel", "Diourbel", 8, "22000", ("Escale", "Keur Goumack")),
    Town("Kaolack", "Kaolack", 20, "24000", ("Léona", "Médina Baye", "Kasnack")),
    Town("Ziguinchor", "Ziguinchor", 20, "27000", ("Boucotte", "Escale", "Kandé")),
    Town("Louga", "Louga", 8, "31000", ("Keur Serigne Louga", "Montagne")),
    Town("Fatick", "Fatick", 6, "24200", ("Peulgha", "Ndiaye-Ndiaye")),
    Town("Tambacounda", "Tambacounda", 7, "26000", ("Médina Coura", "Pont")),
    Town("Kolda", "Kolda", 5, "28000", ("Sikilo", "Doumassou")),
    Town("Matam", "Matam", 4, "30000", ("Gourel Serigne", "Tantadji")),
    Town("Kaffrine", "Kaffrine", 3, "24400", ("Escale", "Diamaguène")),
    Town("Sédhiou", "Sédhiou", 4, "28300", ("Santassou", "Moricounda")),
    Town("Kédougou", "Kédougou", 4, "26300", ("Dandé Mayo", "Lawol Tamba")),
)  # fmt: skip
AVENUES = (
    "avenue Cheikh Anta Diop", "avenue Blaise Diagne", "avenue Lamine Guèye",
    "avenue Hassan II", "avenue Bourguiba", "boulevard du Général de Gaulle",
    "avenue Léopold Sédar Senghor", "rue Félix Faure", "rue Carnot", "rue Moussé Diop",
    "boulevard de la République", "avenue Malick Sy", "rue Jules Ferry",
    "route de l'Aéroport", "route de Ouakam", "corniche Ouest",
)  # fmt: skip


def draw_address(rng: Random) -> Address:
    town = rng.choices(TOWNS, [town.share for town in TOWNS])[0]
    return Address(
        street=_draw_street(rng, in_capital=town.name == "Dakar"),
        quarter=rng.choice(town.quarters),
        town=town.name,
        region=town.region,
        postcode=town.postcode,
    )


def _draw_street(rng: Random, *, in_capital: bool) -> str:
    kind = rng.random()
    if in_capital and kind < 0.35:
        return f"{rng.randint(1, 190)}, {rng.choice(AVENUES)}"
    if kind < 0.7:
        return f"Villa n° {rng.randint(1, 9800)}"
    letter = rng.choice(("", " x", " bis"))
    return f"{rng.randint(1, 60)}, rue {rng.randint(1, 120)}{letter}"
