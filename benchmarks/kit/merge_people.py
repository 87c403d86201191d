"""Senegalese contacts typed by several hands, and who is who among them.

A person has one to four records. Names follow a law by which a few are very frequent,
as they are; families share a number, a street and a last name; homonyms live in one
town. Every further record of a person is typed anew: other spellings of the names,
names the other way round, slips of the keyboard, numbers with or without the country,
an old address, what the customer would not say.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

LAST = """Ndiaye Diop Fall Sow Diallo Ba Gueye Mbaye Sarr Seck Faye Diouf Sy Thiam Kane
Cissé Ndour Sène Niang Ly Camara Sall Touré Wade Samb Lo Badji Mendy Sané Diatta
Ka Dieng Diagne Mbengue Ndoye Traoré Sonko Coly Goudiaby Tall Bâ Dia Diaw Gaye
Gomis Keïta Mbodj Ndao Ngom Sagna Sylla Thioune Tine Wane Barry Baldé Dramé
Fofana Kanté Konaté Manga Sambou Bassène Bodian Diédhiou Diémé Dione Dioum
Guissé Hann Kébé Koné Leye Mané Mboup Ndong Nguer Niasse Pouye Sakho Senghor
Tamba Tendeng Yade Vieira Preira Malou Mancabou"""
MEN = """Mamadou Moussa Ibrahima Abdoulaye Cheikh Ousmane Amadou Alioune Modou Babacar
Moustapha Pape Aliou Assane Malick Oumar Samba Demba Serigne Khadim Lamine
Souleymane Boubacar Saliou Idrissa Youssou Issa Mor Gorgui Daouda Omar Seydou
Bassirou Thierno Bilal Habib Djibril Elimane Fallou Ismaïla Mansour Birame
Landing Ansoumane Pathé Racine Sidy Tidiane Waly Yoro Abdou Abdourahmane Adama
Alassane Arona Badara Baye Birane Dame Doudou"""
WOMEN = """Fatou Aminata Awa Mariama Ndeye Khady Aïssatou Coumba Fatoumata Astou
Maïmouna Bineta Mame Sokhna Rokhaya Adja Ramatoulaye Seynabou Marième Aïda
Oumou Penda Dieynaba Khadija Nafissatou Safiétou Yacine Yaye Anta Arame
Binta Codou Daba Fanta Fama Gnilane Kiné Maguette Ndella Oulimata Rama
Salimata Siga Soda Tening Thioro Absa Aby Amy Amina Anna Assa Boury Dior
Djeynaba Fily Haby Hawa Madjiguène"""
# Spellings of one name met in one company's files.
SPELLINGS = """
Ndiaye|N'Diaye|NDIAYE|Njaay|Ndiay
Diop|Diob|Joob|DIOP
Fall|Faal|FALL
Sow|So|SOW
Diallo|Dialo|Jallow
Ba|Bâ|Bah
Gueye|Guèye|Guéye|Gueeye
Mbaye|M'Baye|Mbaay
Sarr|Sar|SARR
Seck|Sek|Secke
Faye|Fay|Faaye
Diouf|Juuf|Diuf
Sy|Sii
Thiam|Tiam|Cham
Cissé|Cisse|Sissé
Ndour|N'Dour|Ndur
Sène|Sene|Seen|Séne
Niang|Niangue|Gnang
Touré|Toure
Wade|Wadd
Ly|Li
Kane|Kan
Sall|Sal
Traoré|Traore
Thioune|Tioune
Diagne|Diagn
Keïta|Keita
Barry|Bari|Bary
Baldé|Balde
Ndiaye|Ndaye
Mboup|M'Boup|Mbup
Diaw|Diao
Ndao|Ndaw
Lo|Lô
Cheikh|Sheikh|Cheick|Cheikhe|Cheik
Fatou|Fatoumata|Fatu|Fatouma
Mamadou|Mamadu|Mouhamadou|Mohamed|Mouhamed
Modou|Mamadou
Aïssatou|Aissatou|Aïssata|Aysatu|Aicha
Abdoulaye|Abdoulay|Ablaye|Abdou Laye
Ousmane|Ousman|Ussman
Ibrahima|Ibrahim|Ibra
Moustapha|Mustapha|Moustafa|Moutapha
Khady|Khadija|Khadidiatou|Khadi|Kadi
Aminata|Amina|Aminta|Amy
Mariama|Mariam|Marième|Marieme
Oumar|Omar|Umar
Amadou|Ahmadou|Amadu
Babacar|Boubacar|Ababacar|Babakar
Souleymane|Suleymane|Souleyman|Soulemane
Pape|Papa|Pap
Assane|Hassane|Asane
Ndeye|Ndèye|N'Deye|Ndey
Rokhaya|Rokhayatou|Roukhaya|Rokhaya
Bineta|Binta|Binetou
Seynabou|Zeynabou|Seynab
Ramatoulaye|Ramata|Rama
Youssou|Youssouph|Yousou|Youssoupha
Dieynaba|Djeynaba|Dieynab
Maïmouna|Maimouna|Mouna
Alioune|Aliune|Alioun
Coumba|Kumba
Astou|Aystou
Serigne|Sérigne|Sereigne
Sokhna|Soxna
Thierno|Tierno
Ismaïla|Ismaila|Ismael
Nafissatou|Nafi
Oumou|Umou
Lamine|Lamin
Malick|Malik
Idrissa|Driss|Idriss
Saliou|Saliu
Tidiane|Tidjane|Tijaan
Aliou|Alieu|Aliu
Yacine|Yassine
Djibril|Jibril
Penda|Peinda
"""
TOWNS = (
    *(("Dakar", "1%04d", 40), ("Pikine", "2%04d", 12), ("Guédiawaye", "22%03d", 7)),
    *(("Rufisque", "2%04d", 6), ("Thiès", "21%03d", 9), ("Saint-Louis", "32%03d", 5)),
    *(("Kaolack", "24%03d", 5), ("Mbour", "23%03d", 5), ("Touba", "22%03d", 5)),
    *(("Ziguinchor", "27%03d", 4), ("Tambacounda", "33%03d", 2)),
)
QUARTERS = """Médina Plateau Grand-Yoff Parcelles Almadies Ngor Ouakam Yoff Liberté HLM
Fann Mermoz Sicap Dieuppeul Castor Hann Colobane Gueule-Tapée Fass Derklé
Amitié Sacré-Coeur Patte-d'Oie Cambérène Thiaroye Yeumbeul Malika Keur-
Massar Mbao Diamaguène Escale Randoulène Médina-Fall Sindoné Léona Ndorong
Saly Tefess Darou Madiyana Boucotte Lyndiane"""
WAYS = ("Rue", "Avenue", "Villa", "Cité", "Quartier", "Route")
HOSTS = ("gmail.com", "yahoo.fr", "hotmail.com", "orange.sn", "outlook.com")
NETWORKS = ("77", "78", "76", "70", "75")
KEYS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Typed:
    """A record as somebody typed it; ``truth`` is the person's number."""

    truth: int
    first: str
    last: str
    phone: str = ""
    email: str = ""
    born: str = ""
    street: str = ""
    zip: str = ""
    city: str = ""


def _read_spellings() -> dict[str, list[str]]:
    spellings: dict[str, list[str]] = {}
    for group in SPELLINGS.strip().replace("|\n", "|").splitlines():
        usual, *others = group.split("|")
        spellings.setdefault(usual, []).extend(others)
    return spellings


class People:
    """Makes records of people.

    How to use: ``records = list(People(100_000, seed=7))``

    :param count: how many records, a few more or less
    """

    def __init__(self, count: int, seed: int = 7):
        self.count = count
        self.random = random.Random(seed)
        self.spellings = _read_spellings()
        self.emails: set[str] = set()
        self.last, self.men, self.women = LAST.split(), MEN.split(), WOMEN.split()
        self.quarters = QUARTERS.split()
        self.weights = {
            len(names): [1 / (rank + 4) for rank in range(len(names))]
            for names in (self.last, self.men, self.women)
        }

    def __iter__(self) -> Iterator[Typed]:
        made = truth = 0
        while made < self.count:
            family = self._make_family(truth)
            truth += len(family)
            for person in family:
                yield person
                made += 1
                copies = self.random.choices((0, 1, 2, 3), (84, 12, 3, 1))[0]
                for _copy in range(copies):
                    yield self._type_again(person)
                    made += 1

    def _choose(self, names: list[str]) -> str:
        return self.random.choices(names, self.weights[len(names)])[0]

    def _make_family(self, truth: int) -> list[Typed]:
        head = self._make_person(truth)
        size = self.random.choices((1, 2, 3), (80, 14, 6))[0]
        family = [head]
        for number in range(1, size):
            other = self._make_person(truth + number)
            shares_phone = self.random.random() < 0.4
            family.append(
                replace(
                    other,
                    last=head.last if self.random.random() < 0.7 else other.last,
                    phone=head.phone if shares_phone else other.phone,
                    street=head.street,
                    zip=head.zip,
                    city=head.city,
                )
            )
        return family

    def _make_person(self, truth: int) -> Typed:
        pick = self.random
        first = self._choose(pick.choice((self.men, self.women)))
        if pick.random() < 0.12:
            first += " " + self._choose(self.women if first in self.women else self.men)
        last = self._choose(self.last)
        town, form, _share = pick.choices(TOWNS, [share for *_, share in TOWNS])[0]
        number = f"{pick.choice(NETWORKS)}{pick.randrange(10**7):07d}"
        born = date(1945, 1, 1) + timedelta(days=pick.randrange(60 * 365))
        return Typed(
            truth,
            first,
            last,
            phone=f"+221{number}" if pick.random() < 0.85 else "",
            email=self._make_email(first, last) if pick.random() < 0.45 else "",
            born=born.isoformat() if pick.random() < 0.4 else "",
            street=self._make_street() if pick.random() < 0.6 else "",
            zip=form % pick.randrange(10 if "%03" in form else 25)
            if pick.random() < 0.3
            else "",
            city=town if pick.random() < 0.85 else "",
        )

    def _make_email(self, first: str, last: str) -> str:
        pick = self.random
        one, other = (fold(first.split()[0]), fold(last))
        joined = pick.choice((f"{one}.{other}", f"{one}{other}", f"{one[0]}{other}"))
        number = pick.choice(("", str(pick.randrange(100)), str(pick.randrange(10**4))))
        email = f"{joined}{number}@{pick.choice(HOSTS)}"
        while email in self.emails:
            email = f"{joined}{pick.randrange(10**5)}@{pick.choice(HOSTS)}"
        self.emails.add(email)
        return email

    def _make_street(self) -> str:
        pick = self.random
        quarter = pick.choice(self.quarters)
        return f"{pick.randrange(1, 900)} {pick.choice(WAYS)} {quarter}"

    def _type_again(self, person: Typed) -> Typed:
        pick = self.random
        first, last = self._respell(person.first), self._respell(person.last)
        if " " in first and pick.random() < 0.4:
            first = first.split()[0]
        if pick.random() < 0.05:
            first, last = last, first
        if pick.random() < 0.04:
            last, first = f"{first} {last}", ""
        moved = pick.random() < 0.15
        return replace(
            person,
            first=first,
            last=last,
            phone=self._retype_phone(person.phone),
            email=self._retype(person.email, 0.25, 0.06),
            born=self._retype_date(person.born),
            street=self._make_street()
            if moved and person.street
            else self._retype(person.street, 0.3, 0.25),
            zip="" if moved else self._retype(person.zip, 0.2, 0.03),
            city=pick.choice(TOWNS)[0]
            if moved and pick.random() < 0.5
            else self._retype(person.city, 0.1, 0.06),
        )

    def _respell(self, name: str) -> str:
        pick = self.random
        words = [
            pick.choice(self.spellings[word])
            if word in self.spellings and pick.random() < 0.45
            else word
            for word in name.split()
        ]
        name = " ".join(words)
        if pick.random() < 0.12:
            name = self._slip(name)
        return pick.choice((name, name, fold(name), name.upper()))

    def _slip(self, text: str) -> str:
        """One slip of the keyboard."""
        if len(text) < 3:
            return text
        pick, place = self.random, self.random.randrange(1, len(text) - 1)
        kind = pick.randrange(4)
        if kind == 0:
            return text[:place] + text[place + 1 :]
        if kind == 1:
            return text[:place] + pick.choice(KEYS) + text[place:]
        if kind == 2:
            return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        letter = str(pick.randrange(10)) if text[place].isdigit() else pick.choice(KEYS)
        return text[:place] + letter + text[place + 1 :]

    def _retype(self, text: str, lost: float, slipped: float) -> str:
        chance = self.random.random()
        if not text or chance < lost:
            return ""
        return self._slip(text) if chance < lost + slipped else text

    def _retype_phone(self, phone: str) -> str:
        pick, chance = self.random, self.random.random()
        if not phone or chance < 0.15:
            return ""
        if chance < 0.27:
            return f"+221{pick.choice(NETWORKS)}{pick.randrange(10**7):07d}"
        if chance < 0.33:
            place = pick.randrange(6, len(phone))
            return phone[:place] + str(pick.randrange(10)) + phone[place + 1 :]
        return phone

    def _retype_date(self, born: str) -> str:
        chance = self.random.random()
        if not born or chance < 0.3:
            return ""
        year, month, day = born.split("-")
        if chance < 0.34 and int(day) <= 12:
            return f"{year}-{day}-{month}"
        if chance < 0.38:
            return f"{int(year) + self.random.choice((-1, 1, 10))}-{month}-{day}"
        return f"{year}-{month}-01" if chance < 0.42 else born


def fold(text: str) -> str:
    """Small letters without accents, apostrophes and spaces."""
    plain = str.maketrans("àâäéèêëîïôöùûüç", "aaaeeeeiioouuuc", "' -")
    return text.lower().translate(plain)
