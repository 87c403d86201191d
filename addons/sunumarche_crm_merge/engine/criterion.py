"""How alike two profiles are, criterion by criterion."""

from dataclasses import dataclass

from odoo.tools import SQL


@dataclass(frozen=True, slots=True)
class Criterion:
    """Something by which two records may agree.

    :param levels: how many levels of likeness there are; 0 is "different", the
        highest "the same"; NULL when one of both says nothing
    :param sql: the level, of the profiles ``one`` and ``other``
    :param agreed: for each level, the share of duplicates that has it; what a base
        starts with before it has learnt its own
    :param chance: for each level, the share of any two records that has it
    :param alike: for each level, the share among strangers who have it in common
    """

    name: str
    levels: int
    sql: SQL
    agreed: tuple[float, ...]
    chance: tuple[float, ...]
    alike: tuple[float, ...]


# The lowest level of a name at which it is the same. The rarer, the higher: a name that
# many have is the same by chance.
SAME_NAME = 4
FREQUENCIES = (0.02, 0.005, 0.001)


def _sql_same(frequency: SQL) -> SQL:
    """Build the level of two same names, by how many others have it."""
    return SQL(
        "%s %s",
        SAME_NAME,
        SQL(" ").join(
            SQL("+ (coalesce(%s, 0) < %s)::integer", frequency, least)
            for least in FREQUENCIES
        ),
    )


SQL_LAST = SQL(
    """
    CASE WHEN one.last IS NULL OR other.last IS NULL THEN NULL
         WHEN one.last = other.last OR one.words = other.words THEN %(same)s
         WHEN one.last_sound = other.last_sound
           OR levenshtein_less_equal(one.last, other.last, 1) <= 1
              AND length(one.last) > 3
              AND left(one.last, 1) = left(other.last, 1)
           OR one.last_sound = other.first_sound
              AND levenshtein_less_equal(one.first, other.last, 2) <= 2
           OR one.first_sound = other.last_sound
              AND levenshtein_less_equal(one.last, other.first, 2) <= 2 THEN 3
         WHEN levenshtein_less_equal(one.last, other.last, 2)
              <= CASE WHEN length(one.last) > 5
                        OR translate(one.last, other.last, '') = ''
                           AND translate(other.last, one.last, '') = '' THEN 2
                      ELSE 1 END
           OR similarity(one.last, other.last) >= 0.5
           OR length(least(one.last, other.last)) > 3
              AND (starts_with(one.last, other.last)
                   OR starts_with(other.last, one.last)) THEN 2
         WHEN similarity(one.last, other.last) >= 0.25 THEN 1
         ELSE 0 END
    """,
    same=_sql_same(SQL("last_term.frequency")),
)
SQL_FIRST = SQL(
    """
    CASE WHEN one.first IS NULL OR other.first IS NULL THEN NULL
         WHEN one.first = other.first THEN %(same)s
         WHEN one.first_sound = other.first_sound
           OR levenshtein_less_equal(one.first, other.first, 1) <= 1
              AND length(one.first) > 3
              AND left(one.first, 1) = left(other.first, 1)
           OR one.last_sound = other.first_sound
              AND levenshtein_less_equal(one.first, other.last, 2) <= 2
           OR one.first_sound = other.last_sound
              AND levenshtein_less_equal(one.last, other.first, 2) <= 2 THEN 3
         WHEN starts_with(one.first, other.first)
           OR starts_with(other.first, one.first)
           OR levenshtein_less_equal(one.first, other.first, 2)
              <= CASE WHEN length(one.first) > 5
                        OR translate(one.first, other.first, '') = ''
                           AND translate(other.first, one.first, '') = '' THEN 2
                      ELSE 1 END THEN 2
         WHEN similarity(one.first, other.first) >= 0.3 THEN 1
         ELSE 0 END
    """,
    same=_sql_same(SQL("first_term.frequency")),
)
# Another number in an address is another person's: awa.diop1 and awa.diop2.
LETTERS = "abcdefghijklmnopqrstuvwxyz.-_@+"
SQL_EMAIL = SQL(
    """
    CASE WHEN one.email IS NULL OR other.email IS NULL THEN NULL
         WHEN one.email = other.email THEN 3
         WHEN levenshtein_less_equal(one.email, other.email, 2) <= 2
              AND translate(one.email, %(letters)s, '')
                  = translate(other.email, %(letters)s, '') THEN 2
         WHEN length(one.mailbox) > 4
              AND translate(one.mailbox, '0123456789', '')
                  = translate(other.mailbox, '0123456789', '') THEN 1
         ELSE 0 END
    """,
    letters=LETTERS,
)
SQL_PHONE = SQL(
    """
    CASE WHEN cardinality(one.phones) = 0 OR cardinality(other.phones) = 0 THEN NULL
         WHEN one.phones && other.phones THEN 2
         WHEN levenshtein_less_equal(one.phones[1], other.phones[1], 2) <= 2 THEN 1
         ELSE 0 END
    """
)
# Of year, month and day one may be wrong: whoever mistypes one writes the others right.
SQL_BIRTH = SQL(
    """
    CASE WHEN one.birthdate IS NULL OR other.birthdate IS NULL THEN NULL
         WHEN one.birthdate = other.birthdate THEN 3
         WHEN levenshtein_less_equal(one.birthdate::text, other.birthdate::text, 1) <= 1
           OR to_char(one.birthdate, 'YYYYMMDD') = to_char(other.birthdate, 'YYYYDDMM')
           OR date_trunc('month', one.birthdate) = date_trunc('month', other.birthdate)
           OR to_char(one.birthdate, 'YYYYDD') = to_char(other.birthdate, 'YYYYDD')
           OR to_char(one.birthdate, 'MMDD') = to_char(other.birthdate, 'MMDD') THEN 2
         WHEN extract(year FROM one.birthdate) = extract(year FROM other.birthdate)
         THEN 1
         ELSE 0 END
    """
)
# Zip, city and street are one criterion: each follows from the next.
SQL_ADDRESS = SQL(
    """
    CASE WHEN one.street IS NOT NULL AND other.street IS NOT NULL
              AND (one.zip = other.zip OR one.city = other.city
                   OR coalesce(one.zip, one.city) IS NULL
                   OR coalesce(other.zip, other.city) IS NULL)
              AND (one.street = other.street
                   OR one.house = other.house
                      AND similarity(one.street, other.street) >= 0.4
                   OR similarity(one.street, other.street) >= 0.8)
         THEN CASE WHEN one.street = other.street THEN 4 ELSE 3 END
         WHEN one.zip = other.zip OR one.city = other.city THEN 2
         WHEN (one.zip IS NULL OR other.zip IS NULL)
              AND (one.city IS NULL OR other.city IS NULL) THEN NULL
         WHEN one.street = other.street
           OR levenshtein_less_equal(one.city, other.city, 2) <= 2
           OR levenshtein_less_equal(one.zip, other.zip, 1) <= 1 THEN 1
         ELSE 0 END
    """
)
SQL_TAX = SQL(
    """
    CASE WHEN one.tax IS NULL OR other.tax IS NULL THEN NULL
         WHEN one.tax = other.tax THEN 2
         WHEN levenshtein_less_equal(one.tax, other.tax, 2) <= 2 THEN 1
         ELSE 0 END
    """
)
CRITERIA = (
    Criterion(
        "last",
        8,
        SQL_LAST,
        (0.02, 0.01, 0.04, 0.18, 0.18, 0.19, 0.19, 0.19),
        (0.90, 0.05, 0.02, 0.01, 0.0131, 0.0047, 0.0017, 0.0005),
        (0.02, 0.02, 0.04, 0.12, 0.524, 0.187, 0.068, 0.021),
    ),
    Criterion(
        "first",
        8,
        SQL_FIRST,
        (0.02, 0.01, 0.07, 0.25, 0.16, 0.16, 0.16, 0.17),
        (0.93, 0.03, 0.01, 0.01, 0.0131, 0.0047, 0.0017, 0.0005),
        (0.02, 0.02, 0.04, 0.12, 0.524, 0.187, 0.068, 0.021),
    ),
    Criterion(
        "email",
        4,
        SQL_EMAIL,
        (0.25, 0.05, 0.08, 0.62),
        (0.9875, 0.01, 0.002, 0.0005),
        (0.2, 0.1, 0.1, 0.6),
    ),
    Criterion(
        "phone",
        3,
        SQL_PHONE,
        (0.15, 0.08, 0.77),
        (0.9985, 0.001, 0.0005),
        (0.1, 0.1, 0.8),
    ),
    Criterion(
        "birth",
        4,
        SQL_BIRTH,
        (0.02, 0.03, 0.1, 0.85),
        (0.97, 0.0245, 0.0045, 0.001),
        (0.05, 0.1, 0.1, 0.75),
    ),
    Criterion(
        "address",
        5,
        SQL_ADDRESS,
        (0.08, 0.12, 0.3, 0.15, 0.35),
        (0.85, 0.1, 0.045, 0.003, 0.002),
        (0.1, 0.1, 0.2, 0.15, 0.45),
    ),
    Criterion(
        "tax",
        3,
        SQL_TAX,
        (0.04, 0.06, 0.9),
        (0.998, 0.0015, 0.0005),
        (0.1, 0.1, 0.8),
    ),
)
NAMES = tuple(criterion.name for criterion in CRITERIA)
