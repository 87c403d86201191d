"""The key of an e-mail address: what is the same mailbox has the same key."""

from dataclasses import dataclass

from odoo.tools import SQL


@dataclass(frozen=True, slots=True)
class MailboxRule:
    """What the mail server of a domain takes no notice of."""

    ignores_tag: bool = False
    ignores_dots: bool = False


def get_email_key(address: str | None, rules: dict[str, MailboxRule]) -> str | None:
    """Return the key of a normalised address: ``a.b+c@gmail.com`` -> ``ab@gmail.com``.

    :param rules: by domain
    """
    if not address:
        return None
    local, _at, domain = address.rpartition("@")
    rule = rules.get(domain)
    if not rule:
        return address
    if rule.ignores_tag:
        local = local.partition("+")[0] or local
    if rule.ignores_dots:
        local = local.replace(".", "") or local
    return f"{local}@{domain}"


def sql_update_email_keys(table: str) -> SQL:
    """Return the statement that brings the keys of a whole table up to date.

    It touches the rows of which the key differs only, and says what
    ``get_email_key`` says.
    """
    return SQL(
        """
        WITH address AS (
              SELECT record.id,
                     record.email_normalized AS whole,
                     regexp_replace(record.email_normalized, '@[^@]*$', '') AS mailbox,
                     rule.name AS host,
                     rule.ignores_tag,
                     rule.ignores_dots
                FROM %(table)s record
           LEFT JOIN sunumarche_email_domain rule
                  ON rule.active
                 AND rule.name = substring(record.email_normalized FROM '[^@]*$')),
             untagged AS (
              SELECT address.*,
                     CASE WHEN ignores_tag
                          THEN coalesce(nullif(split_part(mailbox, '+', 1), ''),
                                        mailbox)
                          ELSE mailbox END AS bare
                FROM address),
             fresh AS (
              SELECT id,
                     CASE WHEN host IS NULL THEN nullif(whole, '')
                          WHEN ignores_dots
                          THEN coalesce(nullif(replace(bare, '.', ''), ''), bare)
                               || '@' || host
                          ELSE bare || '@' || host END AS email_key
                FROM untagged)
        UPDATE %(table)s record
           SET email_key = fresh.email_key
          FROM fresh
         WHERE fresh.id = record.id
           AND record.email_key IS DISTINCT FROM fresh.email_key
        """,
        table=SQL.identifier(table),
    )
