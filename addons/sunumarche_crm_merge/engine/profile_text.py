"""The functions of PostgreSQL that make the spellings of one name alike."""

from odoo.tools import SQL

# Small letters without accents; what joins or interrupts a name disappears, all other
# signs separate words: "N'Diaye, Aïssatou" -> "ndiaye aissatou".
SQL_TEXT = SQL(
    """
    CREATE OR REPLACE FUNCTION sunumarche_plain_text(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT nullif(btrim(regexp_replace(regexp_replace(
               translate(lower(value), 'àâäáãåçéèêëíìîïñóòôöõúùûüýÿ',
                                       'aaaaaaceeeeiiiinooooouuuuyy'),
               '[''`\u2019\u00b4.]', '', 'g'), '[^a-z0-9]+', ' ', 'g')), '')
    $$
    """
)
# How a name sounds in French and in Wolof, however it is spelled: Diop, Joob and Diob
# are "jop", Cheikh and Sheikh "cek", Sène and Seen "sen".
SQL_SOUND = SQL(
    """
    CREATE OR REPLACE FUNCTION sunumarche_name_sound(value text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    DECLARE
        word text := replace(value, ' ', '');
    BEGIN
        word := replace(replace(replace(replace(replace(replace(word,
                'ph', 'f'), 'qu', 'k'), 'ck', 'k'), 'kh', 'k'), 'sh', 'ch'), 'dj', 'j');
        word := regexp_replace(word, 'th?i(?=[aeou])', 'ch', 'g');
        word := regexp_replace(word, 'di(?=[aeou])', 'j', 'g');
        word := regexp_replace(word, 'gu(?=[eiy])', 'g', 'g');
        word := regexp_replace(replace(word, 'gn', 'n'), 'c(?=[eiy])', 's', 'g');
        word := regexp_replace(word, 'c(?!h)|q', 'k', 'g');
        word := replace(replace(replace(replace(word,
                'h', ''), 'oua', 'wa'), 'ou', 'u'), 'ao', 'au');
        word := regexp_replace(word, 'ow$', 'o');
        word := translate(regexp_replace(word, '([aeiou])w', '\\1u', 'g'), 'y', 'i');
        word := regexp_replace(word, '(.)\\1+', '\\1', 'g');
        word := regexp_replace(word, 'b$', 'p');
        RETURN nullif(regexp_replace(word, '(..)e$', '\\1'), '');
    END
    $$
    """
)
