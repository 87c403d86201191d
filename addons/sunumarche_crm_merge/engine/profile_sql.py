"""The statements that write profiles, and the keys under which they are found."""

from odoo.tools import SQL

PROFILE_COLUMNS = (
    *("id", "company_id", "is_company", "last", "first", "last_sound", "first_sound"),
    *("words", "email", "mailbox", "phones", "birthdate", "street", "house", "zip"),
    *("city", "tax"),
)
# PostgreSQL counts the differences of texts up to 255 signs, and refuses longer ones.
MAX_SIGNS = 200
# Words before a first name that some write and others do not: variants that stand for
# nothing. "a^" matches nothing either.
SQL_TITLES = SQL(
    """
    (SELECT coalesce('^(' || string_agg(name, '|' ORDER BY length(name) DESC)
                     || ') (?=.)', 'a^')
       FROM sunumarche_name_variant
      WHERE usual IS NULL)
    """
)
FORMS = r"\m(sarl|suarl|sa|sas|gie|ets|etablissements?|societe|ste|inc|ltd)\M"


def sql_profiles(source: SQL) -> SQL:
    """Build the profiles of what ``source`` gives: one row a record of it.

    A person's first name sounds as its usual variant: Fatou as Fatoumata. Who has only
    a first name has no last one: it would count twice. Numbers
    always come in the same order, as rules look at the first: mobile ones in Senegal.
    """
    return SQL(
        """
        SELECT plain.id,
               company_id,
               is_company,
               replace(last, ' ', '') AS last,
               replace(first, ' ', '') AS first,
               sunumarche_name_sound(last) AS last_sound,
               coalesce(sunumarche_name_sound(variant.usual),
                        sunumarche_name_sound(split_part(bare, ' ', 1)))
                        AS first_sound,
               (SELECT string_agg(word, ' ' ORDER BY word)
                  FROM regexp_split_to_table(
                       nullif(concat_ws(' ', last, first), ''), ' ') word) AS words,
               email,
               nullif(regexp_replace(split_part(split_part(email, '@', 1), '+', 1),
                                     '[^a-z0-9]', '', 'g'), '') AS mailbox,
               ARRAY(SELECT DISTINCT right(digits, 9)
                       FROM unnest(phones) phone,
                            regexp_replace(phone, '[^0-9]', '', 'g') digits
                      WHERE length(digits) > 5
                   ORDER BY 1 DESC) AS phones,
               birthdate,
               street,
               substring(street FROM '[0-9]+') AS house,
               zip,
               city,
               tax
          FROM (%(plain)s) plain
     LEFT JOIN sunumarche_name_variant variant
            ON variant.name = split_part(bare, ' ', 1) AND variant.usual IS NOT NULL
        """,
        plain=_sql_plain(source),
    )


def _sql_plain(source: SQL) -> SQL:
    """Build the texts of ``source`` without accents, capitals, titles, legal forms."""
    return SQL(
        """
        SELECT raw.id,
               raw.company_id,
               raw.is_company,
               CASE WHEN NOT raw.is_company AND named.last IS NOT NULL
                    THEN named.last
                    WHEN raw.is_company OR named.first IS DISTINCT FROM named.whole
                    THEN coalesce(
                         nullif(btrim(regexp_replace(
                             CASE WHEN raw.is_company THEN named.whole
                                  ELSE regexp_replace(named.whole, %(titles)s, '') END,
                             %(forms)s, '', 'g')), ''),
                         named.whole) END AS last,
               CASE WHEN NOT raw.is_company THEN named.first END AS first,
               regexp_replace(
                   CASE WHEN NOT raw.is_company THEN named.first END,
                   %(titles)s, '') AS bare,
               left(raw.email, %(signs)s) AS email,
               raw.phones,
               raw.birthdate,
               sunumarche_plain_text(left(raw.street, %(signs)s)) AS street,
               upper(replace(sunumarche_plain_text(left(raw.zip, %(signs)s)), ' ', ''))
                     AS zip,
               replace(sunumarche_plain_text(left(raw.city, %(signs)s)), ' ', '')
                       AS city,
               upper(replace(sunumarche_plain_text(left(raw.tax, %(signs)s)), ' ', ''))
                     AS tax
          FROM (%(source)s)
               raw (id, company_id, is_company, whole, firstname, lastname,
                    email, phones, birthdate, street, zip, city, tax),
       LATERAL (SELECT sunumarche_plain_text(left(raw.whole, %(signs)s)) AS whole,
                       sunumarche_plain_text(left(raw.firstname, %(signs)s)) AS first,
                       sunumarche_plain_text(left(raw.lastname, %(signs)s)) AS last)
               named
        """,
        source=source,
        signs=MAX_SIGNS,
        titles=SQL_TITLES,
        forms=FORMS,
    )


# Rule number, what two records must share to be compared; the order of both names does
# not count.
SQL_KEY_TEXTS = SQL(
    """
    (1, email),
    (3, tax),
    (4, pair || extract(year FROM birthdate)),
    (5, pair || city),
    (6, pair || zip),
    (7, pair || house),
    (8, words),
    (9, last_sound || birthdate::text),
    (10, first_sound || birthdate::text),
    (11, birthdate::text || coalesce(zip, city)),
    (12, street || coalesce(zip, city)),
    (13, CASE WHEN length(mailbox) > 4 THEN mailbox END),
    (14, left(phones[1], -2) || last_sound),
    (15, right(phones[1], 6) || first_sound),
    (16, last_sound || coalesce(zip, city) || left(first, 1)),
    (17, first_sound || coalesce(zip, city) || left(last, 2)),
    (18, pair),
    (19, CASE WHEN is_company THEN left(last, 6) || coalesce(city, '') END),
    (20, house || zip || left(last, 1)),
    (21, left(street, 8) || coalesce(city, zip) || house)
    """
)


def sql_keys(profiles: SQL) -> SQL:
    """Build the keys of profiles: ``hash``, ``rule``, ``profile_id``."""
    return SQL(
        """
        SELECT hashtextextended(text, rule) AS hash,
               rule::smallint AS rule,
               profile.id AS profile_id
          FROM (SELECT *,
                       least(last_sound, first_sound) || '|'
                       || greatest(last_sound, first_sound) AS pair
                  FROM (%(profiles)s) stored) profile,
       LATERAL (VALUES %(texts)s) rules (rule, text)
         WHERE text IS NOT NULL
     UNION ALL
        SELECT hashtextextended(phone, 2), 2::smallint, profile.id
          FROM (%(profiles)s) profile, unnest(phones) phone
        """,
        profiles=profiles,
        texts=SQL_KEY_TEXTS,
    )
