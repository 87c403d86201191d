"""Splits the names of persons, French and Senegalese, and joins them again."""

from pathlib import Path

# Words with which a last name may begin.
PARTICLES = {"al", "ben", "bin", "bint", "da", "de", "del", "della", "des", "di", "dos"}
PARTICLES |= {"du", "el", "la", "le", "les", "mint", "ould", "van", "von"}
# El Hadj begins a first name although El is a particle elsewhere.
PILGRIMS = frozenset(("hadj", "hadji", "hadja"))
ACCENTS = str.maketrans("àâäçéèêëîïôöùûüÿñ", "aaaceeeeiioouuuyn", "'\u2019-")
LIST = Path(__file__).parents[1] / "data" / "last_names.txt"
# Last names that are common in Senegal: "Awa Diop Ndiaye" bears two of them.
LAST_NAMES = frozenset(LIST.read_text().split())


def join_name(first: str | None, last: str | None) -> str:
    """Return the whole name, first name first."""
    return " ".join(part.strip() for part in (first, last) if part and part.strip())


def is_name_of(name: str | None, first: str | None, last: str | None) -> bool:
    """Tell whether the parts make the name, in whichever order."""
    whole = " ".join((name or "").split())
    return whole in (join_name(first, last), join_name(last, first))


def split_name(name: str | None) -> tuple[str, str]:
    """Return (first name, last name) of a person's whole name.

    Words in capitals beside others that are not are the last name; else it begins at
    a particle; else it is the last word, and those before it that are last names too
    when a first name remains. A single word is a last name, and so is what has a
    comma: nobody can tell what the person meant by it.
    """
    words = (name or "").split()
    if len(words) < 2 or "," in (name or ""):
        return "", " ".join(words)
    start, end = _find_capitals(words)
    if start is None:
        start, end = _find_last_name(words), len(words)
    first = words[:start] + words[end:]
    return " ".join(first), " ".join(words[start:end])


def _find_capitals(words: list[str]) -> tuple[int | None, int]:
    """Find a run of capitals at the beginning or at the end: "NDIAYE Aïssatou"."""
    in_capitals = [word.isupper() and len(word.strip(".")) > 1 for word in words]
    if all(in_capitals) or not (in_capitals[0] or in_capitals[-1]):
        return None, 0
    if in_capitals[0] and in_capitals[-1]:
        return None, 0
    if in_capitals[0]:
        return 0, in_capitals.index(False)
    return len(words) - in_capitals[::-1].index(False), len(words)


def _find_last_name(words: list[str]) -> int:
    """Return the index of the word at which the last name begins."""
    folded = [word.lower().translate(ACCENTS) for word in words]
    for index in range(1, len(words) - 1):
        is_pilgrim = folded[index + 1] in PILGRIMS
        if folded[index] in PARTICLES and not is_pilgrim:
            return index
    start = len(words) - 1
    while start > 1 and folded[start - 1] in LAST_NAMES and folded[start] in LAST_NAMES:
        start -= 1
    return start
