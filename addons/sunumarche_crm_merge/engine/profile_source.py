"""What of each model says who a record is."""

from dataclasses import dataclass

from odoo.tools import SQL

# The id of a profile holds which model's record it is of: id = record * KINDS + kind.
KINDS = 4
PARTNER, LEAD, SUBSCRIBER = 0, 1, 2
KIND_MODELS = {
    PARTNER: "res.partner",
    LEAD: "crm.lead",
    SUBSCRIBER: "mailing.contact",
}
MODEL_KINDS = {model: kind for kind, model in KIND_MODELS.items()}
# The columns by which a record is recognised: a write to another one is of no interest.
PERSON_COLUMNS = frozenset(
    (
        *("active", "company_id", "email_key", "phone_sanitized", "street", "zip"),
        *("city", "partner_id"),
    )
)
KIND_COLUMNS = {
    PARTNER: PERSON_COLUMNS
    | {"name", "firstname", "lastname", "is_company", "birthdate", "second_phone"}
    | {"vat", "type", "partner_share"},
    LEAD: PERSON_COLUMNS
    | {"contact_name", "firstname", "lastname", "partner_name", "birthdate"}
    | {"second_phone"},
    SUBSCRIBER: PERSON_COLUMNS | {"name", "first_name", "last_name"},
}
SQL_PARTNER = SQL(
    """
    SELECT contact.id * 4 AS id,
           contact.company_id,
           coalesce(contact.is_company, FALSE) AS is_company,
           contact.name AS whole,
           contact.firstname,
           contact.lastname,
           contact.email_key AS email,
           ARRAY[contact.phone_sanitized, contact.second_phone]
           || ARRAY(SELECT point.key
                      FROM sunumarche_contact_point point
                     WHERE point.partner_id = contact.id
                       AND point.kind = 'phone') AS phones,
           contact.birthdate,
           contact.street,
           contact.zip,
           contact.city,
           contact.vat AS tax
      FROM res_partner contact
     WHERE contact.active
       AND contact.partner_share
       AND contact.name IS NOT NULL
       AND coalesce(contact.type, 'contact') = 'contact'
       AND NOT EXISTS (SELECT FROM res_company WHERE partner_id = contact.id)
    """
)
SQL_LEAD = SQL(
    """
    SELECT contact.id * 4 + 1,
           contact.company_id,
           contact.contact_name IS NULL AND contact.partner_name IS NOT NULL,
           coalesce(contact.contact_name, contact.partner_name),
           contact.firstname,
           contact.lastname,
           contact.email_key,
           ARRAY[contact.phone_sanitized, contact.second_phone],
           contact.birthdate,
           contact.street,
           contact.zip,
           contact.city,
           NULL::text
      FROM crm_lead contact
     WHERE contact.active
       AND contact.partner_id IS NULL
       AND coalesce(contact.contact_name, contact.partner_name) IS NOT NULL
    """
)
SQL_SUBSCRIBER = SQL(
    """
    SELECT contact.id * 4 + 2,
           NULL::integer,
           FALSE,
           contact.name,
           contact.first_name,
           contact.last_name,
           contact.email_key,
           ARRAY[]::text[],
           NULL::date,
           NULL::text,
           NULL::text,
           NULL::text,
           NULL::text
      FROM mailing_contact contact
     WHERE contact.partner_id IS NULL
       AND coalesce(contact.name, contact.email_key) IS NOT NULL
    """
)
SOURCES = {PARTNER: SQL_PARTNER, LEAD: SQL_LEAD, SUBSCRIBER: SQL_SUBSCRIBER}


@dataclass(frozen=True, slots=True)
class Person:
    """A person as typed, who may not be stored yet; texts, empty when unknown."""

    id: int = 0
    company_id: int | None = None
    is_company: bool = False
    whole: str = ""
    firstname: str = ""
    lastname: str = ""
    email: str = ""
    phones: tuple[str, ...] = ()
    birthdate: str = ""
    street: str = ""
    zip: str = ""
    city: str = ""
    tax: str = ""

    def as_source(self) -> SQL:
        """Return the row as what ``SOURCES`` are."""
        return SQL(
            """
            SELECT %(id)s::integer AS id,
                   %(company_id)s::integer AS company_id,
                   %(is_company)s AS is_company,
                   %(whole)s::text AS whole,
                   %(firstname)s::text AS firstname,
                   %(lastname)s::text AS lastname,
                   nullif(%(email)s, '') AS email,
                   %(phones)s::text[] AS phones,
                   nullif(%(birthdate)s, '')::date AS birthdate,
                   %(street)s::text AS street,
                   %(zip)s::text AS zip,
                   %(city)s::text AS city,
                   %(tax)s::text AS tax
            """,
            id=self.id,
            company_id=self.company_id,
            is_company=self.is_company,
            whole=self.whole,
            firstname=self.firstname,
            lastname=self.lastname,
            email=self.email,
            phones=list(self.phones),
            birthdate=self.birthdate,
            street=self.street,
            zip=self.zip,
            city=self.city,
            tax=self.tax,
        )
