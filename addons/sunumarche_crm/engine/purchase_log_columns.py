"""Recognise by their headings what the columns of a purchase log hold."""

import re
import unicodedata

from .purchase_log_format import Doubt

#: Headers in English and French as :func:`plain_name` makes them, for each role.
HEADERS = {
    "customer": (
        "customer id|customer code|customer number|customer no|cust id|customer|"
        "client id|id client|code client|numero client|n client|no client|num client|"
        "customerid|clientid|codeclient|reference client|ref client|client"
    ),
    "date": (
        "date|purchase date|order date|invoice date|invoicedate|transaction date|"
        "date achat|date d achat|date facture|date de facture|date commande|"
        "date de commande|date vente|date de vente|jour|day"
    ),
    "amount": (
        "amount|net amount|total amount|amount untaxed|montant|montant ht|montant net|"
        "montant total|total|total ht|value|dollar value|prix total|chiffre d affaires|"
        "ca|ca ht|sales|montant hors taxes|total hors taxes|untaxed amount"
    ),
    "quantity": (
        "quantity|qty|quantite|qte|number of cds|nombre|nb|units|unites|"
        "nb articles|articles|items"
    ),
    "line_key": (
        "line key|line id|line number|line no|n ligne|no ligne|numero ligne|id ligne|"
        "ticket|n ticket|no ticket|numero ticket|num ticket|ticket number|ticket no|"
        "ticket id|receipt|receipt no|transaction id|transaction|cle|key|"
        "n facture|no facture|num facture|numero facture|numero de facture|"
        "n de facture|ref facture|reference facture|facture no|facture|invoice|"
        "invoiceno|invoice no|invoice number|invoicenumber|invoice id|n recu|recu|"
        "numero recu|n piece|numero piece|n de piece|n bon|numero bon|n commande|"
        "numero commande|order id|order no|order number|orderid"
    ),
    "customer_name": (
        "customer name|client name|name|full name|nom|nom client|nom du client|"
        "nom complet|raison sociale|prenom et nom|prenom nom|nom prenom"
    ),
    "kind": (
        "kind|type|refund|is refund|return|nature|sens|avoir|retour|remboursement|"
        "type de ligne|type operation|marker|marqueur"
    ),
}
#: Headings that say themselves that the amount is the untaxed one.
UNTAXED = frozenset(
    [
        "net amount",
        "amount untaxed",
        "untaxed amount",
        "montant ht",
        "montant net",
        "total ht",
        "ca ht",
        "montant hors taxes",
        "total hors taxes",
    ]
)
UNIT_PRICES = frozenset(
    [
        "prix unitaire",
        "prix unitaire ht",
        "pu",
        "pu ht",
        "p u",
        "prix u",
        "unit price",
        "unitprice",
        "price each",
        "price per unit",
    ]
)
PRICES = frozenset(("prix", "price"))
_AMOUNT_WORDS = frozenset(("montant", "total", "amount", "ttc"))
_NO_AMOUNT_WORDS = frozenset(
    [
        "tva",
        "tax",
        "taxe",
        "vat",
        "remise",
        "discount",
        "paye",
        "paid",
        "reste",
        "unitaire",
        "unit",
        "quantite",
        "qte",
        "quantity",
        "articles",
        "items",
        "points",
    ]
)
_REFERENCE_WORDS = frozenset(
    [
        "n",
        "no",
        "num",
        "numero",
        "number",
        "ref",
        "reference",
        "piece",
        "bon",
        "document",
        "commande",
    ]
)
_NO_REFERENCE_WORDS = frozenset(
    [
        "article",
        "produit",
        "product",
        "stock",
        "tel",
        "telephone",
        "phone",
        "client",
        "customer",
    ]
)


def plain_name(header: str) -> str:
    """A header without accents, case and punctuation: "N° Ticket" -> "n ticket"."""
    header = header.replace("°", " ").replace("º", " ")
    decomposed = unicodedata.normalize("NFKD", header.lower())
    text = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", text).strip()


def name_columns(fields: list[str]) -> tuple[dict[str, str], tuple[Doubt, ...]]:
    """The heading of each role, and what the headings leave open.

    Of a role's list of names the one that stands first wins; amounts are asked about
    where more than one column could be it.
    """
    columns = _match_headings(fields)
    doubts = [
        *_drop_same_headings(columns, fields),
        *_name_amount(columns, fields),
        *_find_references(columns, fields),
    ]
    return columns, tuple(doubts)


def _match_headings(fields: list[str]) -> dict[str, str]:
    headers = {plain_name(field): field for field in reversed(fields)}
    columns = {}
    for role, names in HEADERS.items():
        if role == "amount":
            continue
        if found := next((name for name in names.split("|") if name in headers), None):
            columns[role] = headers.pop(found)
    for name in ("client", "customer"):
        if name in headers:
            columns.setdefault("customer_name", headers[name])
    return columns


def _label(fields: list[str], places: list[int]) -> tuple[str, ...]:
    """Headings with their numbers, by which one can name them."""
    return tuple(f"{fields[place]} ({place + 1})" for place in places)


def _drop_same_headings(columns: dict[str, str], fields: list[str]):
    """Leave a role open where several columns have its heading."""
    for role, heading in list(columns.items()):
        name = plain_name(heading)
        places = [n for n, field in enumerate(fields) if plain_name(field) == name]
        if len(places) > 1:
            del columns[role]
            yield Doubt("same_heading", _label(fields, places))


def _looks_amount(name: str) -> bool:
    words = set(name.split())
    if words & _NO_AMOUNT_WORDS:
        return False
    return name in HEADERS["amount"].split("|") or bool(words & _AMOUNT_WORDS)


def _name_amount(columns: dict[str, str], fields: list[str]):
    names = [plain_name(field) for field in fields]
    taken = set(columns.values())
    places = [
        place
        for place, name in enumerate(names)
        if fields[place] not in taken and _looks_amount(name)
    ]
    untaxed = [place for place in places if names[place] in UNTAXED]
    places = untaxed or places
    known = [names[place] in HEADERS["amount"].split("|") for place in places]
    if known == [True]:
        columns["amount"] = fields[places[0]]
    elif places:
        yield Doubt("amount", _label(fields, places))
    else:
        yield from _name_price(columns, fields, names)


def _name_price(columns: dict[str, str], fields: list[str], names: list[str]):
    """Without an amount: a price is one of the line only if nothing is counted."""
    unit = [place for place, name in enumerate(names) if name in UNIT_PRICES]
    price = [place for place, name in enumerate(names) if name in PRICES]
    places = unit or price
    if len(places) != 1:
        if places:
            yield Doubt("amount", _label(fields, places))
    elif unit and "quantity" in columns:
        columns["unit_price"] = fields[places[0]]
        yield Doubt("multiplied", (columns["quantity"], fields[places[0]]))
    elif unit or "quantity" in columns:
        yield Doubt("price", _label(fields, places))
    else:
        columns["amount"] = fields[places[0]]


def _find_references(columns: dict[str, str], fields: list[str]):
    """Headings that may be the number of an invoice or ticket."""
    if "line_key" in columns:
        return
    places = [
        place
        for place, field in enumerate(fields)
        if field not in columns.values()
        and _REFERENCE_WORDS & set(plain_name(field).split())
        and not _NO_REFERENCE_WORDS & set(plain_name(field).split())
        and not _looks_amount(plain_name(field))
    ]
    if places:
        yield Doubt("reference", _label(fields, places))
