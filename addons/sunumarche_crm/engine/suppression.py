"""Decides who may be written to and who may not, and why, for all at once."""

from collections.abc import Iterable, Mapping

from odoo.tools import SQL, email_normalize

from .customer_account import sql_has_bought
from .email_key import get_email_key
from .mailing_frequency import NOT_SENT, MailingFrequency
from .message import Message
from .person_words import PersonWords, sql_key_columns
from .suppression_reason import SuppressionReason

FALLBACK_BATCH = 1000


class Suppression(SuppressionReason):
    """Who receives a message: one for one person, whatever records bear him.

    How to use::

        suppression = Suppression(Message(env, "res.partner", "email"))
        withheld = suppression.decide({record_id: "awa@example.com"})  # {id: reason}
        withheld = suppression.decide_all(record_ids)  # addresses read set-based

    How it works: recipients go to the temporary table ``mailing_recipient`` (record,
    address, common key, contact), each key once to ``mailing_person`` with what kind
    of person it is and what it received, each key and contact once to ``mailing_word``
    with what the person said last (``PersonWords``); one SELECT then gives each
    recipient without a right to the message its reason. Reasons are values of
    ``mailing.trace.failure_type``, the first that applies.
    """

    def __init__(self, message: Message):
        self.env = message.env
        self.message = message
        self.channel = message.channel
        self.is_email = self.channel == "email"
        self.frequency = MailingFrequency(message)

    def decide(self, addresses: Mapping[int, str]) -> dict[int, str]:
        """Return ``{record id: reason}`` of those who receive nothing.

        :param addresses: by record, normalised, in the order of sending
        """
        self._create_tables()
        rules = self.env["sunumarche.email.domain"]._get_rules()
        keys = [
            get_email_key(address, rules) if self.is_email else address
            for address in addresses.values()
        ]
        self._insert(
            SQL(
                """
                SELECT wanted.id, wanted.address, wanted.key, coalesce(%(partner)s, 0)
                  FROM unnest(%(ids)s::integer[], %(addresses)s::text[],
                              %(keys)s::text[])
                       WITH ORDINALITY wanted (id, address, key, position)
             LEFT JOIN %(table)s record ON record.id = wanted.id
              ORDER BY wanted.position
                """,
                partner=self.sql_partner(),
                ids=list(addresses),
                addresses=list(addresses.values()),
                keys=keys,
                table=SQL.identifier(self.env[self.message.model_name]._table),
            )
        )
        return self._judge()

    def decide_all(self, record_ids: Iterable[int]) -> dict[int, str]:
        """Return ``{record id: reason}``, those without address included."""
        model = self.env[self.message.model_name]
        record_ids = list(record_ids)
        self._create_tables()
        if source := self._sql_addresses(model, record_ids):
            self._insert(source)
            return self._judge()
        return self.decide(self._read_addresses(model, record_ids))

    # ---- recipients ----

    def _create_tables(self) -> None:
        self.env.execute_query(
            SQL(
                """
                DROP TABLE IF EXISTS pg_temp.mailing_recipient, pg_temp.mailing_person,
                                     pg_temp.mailing_word;
                CREATE TEMPORARY TABLE mailing_recipient (
                       position serial, record_id integer, address text,
                       address_key text, partner_id integer) ON COMMIT DROP
                """
            )
        )

    def _insert(self, source: SQL) -> None:
        self.env.execute_query(
            SQL(
                """
                INSERT INTO mailing_recipient
                            (record_id, address, address_key, partner_id) %s
                """,
                source,
            )
        )
        self.env.execute_query(SQL("ANALYZE mailing_recipient"))

    def _sql_addresses(self, model, record_ids: list[int]) -> SQL | None:
        """Build (record, address, key) as core chooses them; None if it cannot be.

        Core writes to the partner of a record first, then to its own address; by SMS
        to the record's own number first.
        """
        own = self._get_columns(model)
        partner_field = self._get_partner_field(model)
        if not own and not partner_field:
            return None
        names = self._get_columns(self.env["res.partner"])
        model.flush_model([*own, *filter(None, [partner_field])])
        self.env["res.partner"].flush_model(names)
        columns = []
        for index, name in enumerate(names):
            sides = [
                SQL.identifier("partner", name) if partner_field else None,
                SQL.identifier("record", own[index]) if own else None,
            ]
            sides = [side for side in sides if side]
            columns.append(
                SQL(
                    "coalesce(%s)",
                    SQL(", ").join(sides if self.is_email else sides[::-1]),
                )
            )
        return SQL(
            """
              SELECT record.id, %(columns)s, coalesce(%(partner)s, 0)
                FROM unnest(%(ids)s::integer[])
                     WITH ORDINALITY wanted (id, position)
                JOIN %(table)s record ON record.id = wanted.id
                     %(join)s
            ORDER BY wanted.position
            """,
            columns=SQL(", ").join(columns),
            partner=self.sql_partner(),
            ids=record_ids,
            table=SQL.identifier(model._table),
            join=SQL(
                "LEFT JOIN res_partner partner ON partner.id = %s",
                SQL.identifier("record", partner_field),
            )
            if partner_field
            else SQL(),
        )

    def sql_partner(self) -> SQL:
        """The contact behind ``record``, a row of the mailing's model."""
        model = self.env[self.message.model_name]
        name = self._get_partner_field(model)
        if model._name == "res.partner":
            name = "id"
        return SQL.identifier("record", name) if name else SQL("NULL::integer")

    def _get_columns(self, model) -> list[str]:
        """Return the stored columns of an address and of its key."""
        names = (
            ["email_normalized", "email_key"]
            if self.is_email
            else ["phone_sanitized", "phone_sanitized"]
        )
        stored = all(
            name in model._fields and model._fields[name].store for name in names
        )
        return names if stored else []

    @staticmethod
    def _get_partner_field(model) -> str | None:
        if model._name == "res.partner":
            return None
        return next(
            (
                name
                for name in model._mail_get_partner_fields()
                if model._fields[name].store and model._fields[name].type == "many2one"
            ),
            None,
        )

    def _read_addresses(self, model, record_ids: list[int]) -> dict[int, str]:
        """Ask core record by record, for models of which the columns are unknown."""
        addresses = {}
        for start in range(0, len(record_ids), FALLBACK_BATCH):
            records = model.browse(record_ids[start : start + FALLBACK_BATCH])
            if self.is_email:
                found = records._message_get_default_recipients()
                partners = self.env["res.partner"]
                for record_id, values in found.items():
                    partner = partners.browse(values["partner_ids"][:1])
                    addresses[record_id] = partner.email_normalized or email_normalize(
                        values["email_to"] or "", strict=False
                    )
            else:
                found = records._sms_get_recipients_info()
                addresses |= {key: value["sanitized"] for key, value in found.items()}
        return {key: address or None for key, address in addresses.items()}

    # ---- the decision ----

    def _judge(self) -> dict[int, str]:
        for model in self.env["sunumarche.common.key"]._get_models():
            model.flush_model()
        for name in ("sunumarche.consent", "mailing.trace", "mailing.subscription"):
            self.env[name].flush_model()
        for name in ("mail.blacklist", "phone.blacklist", "sunumarche.contact.link"):
            self.env[name].flush_model()
        self.env.execute_query(self._sql_persons())
        self.env.execute_query(self._sql_words())
        self.env.execute_query(SQL("ANALYZE mailing_person"))
        self.env.execute_query(SQL("ANALYZE mailing_word"))
        return dict(self.env.execute_query(self._sql_verdict()))

    def _sql_persons(self) -> SQL:
        """Fill ``mailing_person``: one row a key, with all that decides."""
        return SQL(
            """
            CREATE TEMPORARY TABLE mailing_person ON COMMIT DROP AS
            WITH person AS MATERIALIZED (
                   SELECT DISTINCT address_key
                     FROM mailing_recipient
                    WHERE address_key IS NOT NULL),
                 customer AS MATERIALIZED (%(customers)s),
                 subscriber AS MATERIALIZED (%(subscribers)s)
            SELECT person.address_key,
                   customer.address_key IS NOT NULL AS is_customer,
                   subscriber.address_key IS NOT NULL AS is_subscriber,
                   EXISTS (%(served)s) AS is_served,
                   %(recent)s AS recent_count
              FROM person
         LEFT JOIN customer USING (address_key)
         LEFT JOIN subscriber USING (address_key)
            """,
            customers=self._sql_customers(),
            subscribers=self._sql_subscribers(),
            served=self._sql_served(),
            recent=self.frequency.sql_recent(),
        )

    def _sql_words(self) -> SQL:
        """Fill ``mailing_word``: what each person said last, and which cards he is."""
        words = PersonWords(self.env, self.channel, self.message.purpose)
        words.flush()
        persons = SQL(
            """
            SELECT DISTINCT address_key, partner_id
              FROM mailing_recipient
             WHERE address_key IS NOT NULL
            """
        )
        return SQL(
            "CREATE TEMPORARY TABLE mailing_word ON COMMIT DROP AS %s",
            words.sql_decisions(persons),
        )

    def _sql_customers(self) -> SQL:
        """Build the keys of those whose account bought something."""
        return SQL(
            """
            SELECT DISTINCT holder.address_key
              FROM (%(holders)s) holder
              JOIN res_partner account ON account.id = holder.account_id
             WHERE %(has_bought)s
            """,
            holders=self._sql_holders(),
            has_bought=sql_has_bought(SQL("account.id"), SQL("account.customer_rank")),
        )

    def _sql_holders(self) -> SQL:
        """Build (address_key, account_id): whose address it is; a letter's, whose card.

        Letters go to a card, and to nobody else who lives there.
        """
        if self.channel == "post":
            return SQL(
                """
                SELECT address_key, commercial_partner_id AS account_id
                  FROM mailing_recipient recipient
                  JOIN res_partner contact ON contact.id = recipient.partner_id
                """
            )
        return SQL(" UNION ").join(
            SQL(
                """
                SELECT person.address_key, contact.commercial_partner_id AS account_id
                  FROM person
                  JOIN res_partner contact ON %s = person.address_key
                """,
                column,
            )
            for column in sql_key_columns(self.env["res.partner"], self.channel)
        )

    def _sql_subscribers(self) -> SQL:
        if self.channel == "post":
            return SQL("SELECT NULL::text AS address_key WHERE FALSE")
        return SQL(" UNION ").join(
            SQL(
                """
                SELECT DISTINCT person.address_key
                  FROM person
                  JOIN mailing_contact contact ON %s = person.address_key
                  JOIN mailing_subscription subscription
                    ON subscription.contact_id = contact.id
                 WHERE subscription.opt_out IS NOT TRUE
                """,
                column,
            )
            for column in sql_key_columns(self.env["mailing.contact"], self.channel)
        )

    def _sql_served(self) -> SQL:
        """Whether the key has this mailing already, from whichever record."""
        return SQL(
            """
            SELECT FROM mailing_trace served
             WHERE served.address_key = person.address_key
               AND served.mass_mailing_id = ANY(%s)
               AND served.is_test_trace IS NOT TRUE
               AND served.trace_status <> ALL(%s)
            """,
            list(self.message.same_mailing_ids),
            list(NOT_SENT),
        )
