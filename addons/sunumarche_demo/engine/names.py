"""Names of persons and companies as they are met in Senegal."""

import re
import unicodedata
from random import Random


def _words(text: str) -> tuple[str, ...]:
    """The words of the text; an underscore stands for a space within a word."""
    return tuple(word.replace("_", " ") for word in text.split())


WOMEN = _words(
    "Abibatou Absa Aby Adama Adja Aïcha Aïda Aïssatou Alimatou Ama Amina Aminata Amy "
    "Anta Arame Assietou Astou Awa Bigué Bineta Binta Bintou Boury Bousso Codou Coumba "
    "Coura Daba Diariatou Diarra Diary Dior Djeynaba Fama Fanta Fatima Fatou "
    "Fatoumata Gnagna Gnilane Haby Hawa Khadija Khadidiatou Khady Khar Khoudia Kiné "
    "Léna Madjiguène Maguette Mame Mariama Marème Maty Maïmouna Mbissine Nafi Ndella "
    "Ndèye Ndioba Ngoné Néné Oulimata Oulèye Oumou Oumy Penda Raby Rama Ramata "
    "Ramatoulaye Rokhaya Safiétou Salamata Salimata Selbé Seynabou Sira Soda Sokhna "
    "Soukeyna Tabara Tening Thioro Yacine Yandé"
)
MEN = _words(
    "Abdallah Abdou Abdoulaye Abdourahmane Ablaye Adama Alassane Aliou Alioune Almamy "
    "Amadou Amath Ansoumane Arona Assane Aziz Babacar Bacar Badara Bakary Balla Bamba "
    "Bassirou Becaye Biram Birane Bocar Boubacar Bouna Cheikh Chérif Ciré Dame Daouda "
    "Demba Diégane Djibril Djiby Doudou Elimane Fadel Falilou Fallou Famara Fodé Gora "
    "Habib Hamidou Ibou Ibrahima Idrissa Insa Ismaïla Issa Kader Khadim Khalifa Kéba "
    "Lamine Landing Latyr Libasse Maba Macodou Mactar Malick Mamadou Mamour Mansour "
    "Massamba Mbagnick Mbaye Modou Moctar Momar Mor Moussa Moustapha Médoune Ndiaga "
    "Ngor Omar Oumar Ousmane Ousseynou Pape Pathé Saliou Samba Saër Saïdou Serigne "
    "Seydou Sidy Souleymane Talla Thierno Tidiane Waly Yoro Youssou Youssoupha"
)
# The commonest surnames first: they are drawn more often.
SURNAMES = _words(
    "Ndiaye Diop Fall Gueye Sow Diallo Ba Sarr Faye Diouf Seck Sy Kane Mbaye Cissé "
    "Thiam Sylla Diagne Niang Ndour Camara Touré Mendy Gomis Badji Diédhiou Sané Dieng "
    "Samb Wade Sène Lo Ly Tall Dia Barry Baldé Kâ Mané Diatta Sagna Coly Goudiaby "
    "Bodian Sambou Bassène Mbengue Mboup Ndao Ndoye Ngom Niasse Pouye Sakho Sall "
    "Senghor Thiongane Traoré Diarra Coulibaly Konaté Keïta Doumbia Dramé Diakhaté "
    "Diaw Dioum Dione Diongue Dièye Aïdara Athie Aw Bakhoum Bathily Boye Carvalho "
    "Correia Da_Costa Dabo Deme Dembélé Diack Diakité Diao Fofana Gakou Gaye Hanne "
    "Kanouté Kanté Kassé Leye Loum Malou Manga Mbodj Mbow Ndaw Ndong Niane Preira "
    "Sadio Samassa Sidibé Sissoko Soumaré Tamba Tendeng Timera Wagué Wane Wone"
)

ACTIVITIES = (
    # (what it is called, drawn how often)
    ("Optique", 34),
    ("Clinique", 12),
    ("Hôtel", 12),
    ("Cabinet d'ophtalmologie", 9),
    ("Résidence", 6),
    ("Boutique", 9),
    ("Pharmacie", 8),
    ("Galerie", 4),
    ("Établissements", 6),
)
COMPANY_WORDS = _words(
    "Almadies Baobab Téranga Sahel Jambaar Ndar Karabane Saloum Niokolo Kermel Sandaga "
    "Lébou Gorée Wari Jolof Fouta Casamance Sine Walo Cayor Ngor Yoff Soumbédioune "
    "Horizon Atlantique Lumière Flamboyant Bougainvillée Pélican Filaos"
)
JOBS = (
    "Gérant", "Directrice", "Responsable des achats", "Opticien", "Comptable",
    "Assistante de direction", "Médecin-chef",
)  # fmt: skip


def draw_surname(rng: Random) -> str:
    """A surname; the first of the list come some ten times as often as the last."""
    position = int(len(SURNAMES) * rng.random() ** 2.2)
    return SURNAMES[position]


def draw_person(rng: Random) -> tuple[str, str]:
    """A first name and a surname."""
    return rng.choice(WOMEN if rng.random() < 0.55 else MEN), draw_surname(rng)


def draw_company(rng: Random, place: str) -> str:
    """The name of a company that lies at this place."""
    activity = rng.choices(
        [name for name, _weight in ACTIVITIES],
        [weight for _name, weight in ACTIVITIES],
    )[0]
    words = (draw_surname(rng), rng.choice(COMPANY_WORDS), f"de {place}")
    return f"{activity} {rng.choices(words, (5, 4, 2))[0]}"


def slugify(text: str) -> str:
    """The text in lower case ASCII, words joined by hyphens."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return "-".join(re.findall(r"[a-z0-9]+", plain))
