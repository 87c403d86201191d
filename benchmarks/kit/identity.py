"""Fill a database with people known by keys; time looking up, creating, deciding."""

from __future__ import annotations

import statistics
import time
from random import Random
from typing import Any

from .bulk_load import settle, without_indexes
from .clock import Clock, Timing, best
from .places import Places, connect, odoo_environment

PROBES = 500
CREATED = 1_000
RECIPIENTS = 100_000
SALESPEOPLE = 50
# Of a hundred contacts: how many are subscribers, leads, and said something.
SHARES = {"mailing_contact": 20, "crm_lead": 10, "sunumarche_consent": 30}
COLUMNS = """
    SELECT column_name
      FROM information_schema.columns
     WHERE table_name = %s
       AND is_generated = 'NEVER'
"""


def email_of(number: int) -> str:
    return f"person{number}@example.com"


def phone_of(number: int) -> str:
    return f"+22177{number:07}"


class PeopleFill:
    """Copies of a record that Odoo made, each with an address and a number.

    Works with our addons and without: columns that a database lacks are left out.
    """

    def __init__(self, env, contacts: int):
        self.env = env
        self.contacts = contacts

    def run(self) -> None:
        users = self._create_salespeople()
        samples = {table: one.id for table, one in self._create_samples().items()}
        self.env.cr.commit()
        with connect(self.env.cr.dbname) as connection:
            for table, sample_id in samples.items():
                count = self.contacts * SHARES.get(table, 100) // 100
                with without_indexes(connection, table):
                    self._copy(connection.cursor(), table, sample_id, count, users)
                settle(connection, table)

    def _create_salespeople(self) -> list[int]:
        group = self.env.ref(
            "sunumarche_crm.group_salesperson", raise_if_not_found=False
        ) or self.env.ref("sales_team.group_sale_salesman")
        users = self.env["res.users"].create(
            [
                {
                    "name": f"Salesperson {number}",
                    "login": f"bench-{number}",
                    "group_ids": [(6, 0, group.ids)],
                }
                for number in range(SALESPEOPLE)
            ]
        )
        return users.ids

    def _create_samples(self) -> dict[str, Any]:
        person = {"email": "sample@example.com", "phone": "+221770000000"}
        samples = {
            "res_partner": self.env["res.partner"].create(
                {"name": "Sample", "customer_rank": 1, **person}
            ),
            "crm_lead": self.env["crm.lead"].create(
                {
                    "name": "Sample",
                    "email_from": person["email"],
                    "phone": person["phone"],
                }
            ),
            "mailing_contact": self.env["mailing.contact"].create(
                {"email": person["email"]}
            ),
        }
        if "sunumarche.consent" in self.env:
            samples["sunumarche_consent"] = self.env["sunumarche.consent"].create(
                {
                    "channel": "email",
                    "address": person["email"],
                    "purpose": "prospecting",
                    "decision": "withdrawn",
                    "proof": "Sample",
                }
            )
        self.env.flush_all()
        return samples

    def _copy(self, cursor, table: str, sample_id: int, count: int, users) -> None:
        """Insert ``count`` copies; numbers run from 1, as contacts' do."""
        cursor.execute(COLUMNS, [table])
        taken = sorted(name for (name,) in cursor.fetchall())
        cursor.execute(f"SELECT max(id) FROM {table}")
        [last_id] = cursor.fetchone()
        changes = self._get_changes(table, last_id, users)
        values = ", ".join(changes.get(name, f'sample."{name}"') for name in taken)
        names = ", ".join(f'"{name}"' for name in taken)
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} sample,"
            " generate_series(1, %s) number WHERE sample.id = %s",
            [count, sample_id],
        )
        cursor.execute(f"SELECT setval('{table}_id_seq', max(id)) FROM {table}")

    @staticmethod
    def _get_changes(table: str, last_id: int, users: list[int]) -> dict[str, str]:
        """The SQL of the columns that vary with the number of the copy."""
        email = "'person' || number || '@example.com'"
        phone = "'+22177' || lpad(number::text, 7, '0')"
        row_id = f"{last_id} + number"
        if table == "sunumarche_consent":
            return {
                "id": row_id,
                "address": email,
                "address_hash": "left(encode(sha256(convert_to("
                f"'sunumarche:' || {email}, 'UTF8')), 'hex'), 32)",
                "decision": "CASE number %% 3 WHEN 0 THEN 'granted'"
                " ELSE 'withdrawn' END",
            }
        changes = {
            "id": row_id,
            "name": "'Person ' || number",
            "complete_name": "'Person ' || number",
            "email": email,
            "email_from": email,
            "email_normalized": email,
            "email_key": email,
            "phone": phone,
            "phone_sanitized": phone,
            "second_phone": "CASE number %% 5 WHEN 0"
            " THEN '+22178' || lpad(number::text, 7, '0') END",
            "user_id": f"(ARRAY{users})[1 + number %% {len(users)}]",
        }
        if table == "res_partner":
            changes["commercial_partner_id"] = row_id
        return changes


def fill_people(places: Places, database: str, contacts: int) -> None:
    with odoo_environment(places, database) as env:
        PeopleFill(env, contacts).run()


def measure_create(
    places: Places, database: str, contacts: int, repeats: int
) -> Timing:
    """Creating 1,000 contacts by the ORM as one does by an import."""
    with odoo_environment(places, database) as env:
        clock = Clock.of(env.cr)
        rounds = iter(range(1, 1_000))

        def create() -> None:
            first = contacts + next(rounds) * CREATED
            env["res.partner"].with_context(tracking_disable=True).create(
                [
                    {
                        "name": f"Awa Diop {number}",
                        "email": email_of(number),
                        "phone": phone_of(number),
                        "city": "Dakar",
                    }
                    for number in range(first, first + CREATED)
                ]
            )
            env.flush_all()
            env.cr.rollback()
            env.invalidate_all()

        return best(clock.repeat(repeats, create))


def measure_identity(places: Places, database: str, contacts: int, repeats: int):
    """Return the keys of the JSON file that need our addon."""
    with odoo_environment(places, database) as env:
        bench = IdentityBench(env, contacts)
        return {**bench.look_up(), **bench.decide(repeats)}


class IdentityBench:
    """Lookups as a salesperson and the decision of a mailing to 100,000."""

    def __init__(self, env, contacts: int):
        self.env = env
        self.contacts = contacts
        self.clock = Clock.of(env.cr)
        self._random = Random(contacts)
        # Serial: the CPU time of parallel workers cannot be read.
        env.cr.execute("SET max_parallel_workers_per_gather = 0")
        env.cr.commit()

    def look_up(self) -> dict[str, float]:
        """Who has this address or number, as one of fifty salespeople asks."""
        user = self.env["res.users"].search([("login", "=", "bench-7")])
        service = self.env["sunumarche.common.key"].with_user(user)
        durations = []
        with self.clock.timed() as all_of_them:
            for _probe in range(PROBES):
                number = self._random.randint(1, self.contacts)
                self.env.invalidate_all()
                start = time.perf_counter()
                service.find_known(email_of(number), [phone_of(number)])
                durations.append(1_000 * (time.perf_counter() - start))
        durations.sort()
        return {
            "lookup_cpu_ms": round(1_000 * (all_of_them.cpu or 0) / PROBES, 3),
            "lookup_ms": round(durations[int(PROBES * 0.95)], 3),
            "lookup_median_ms": round(statistics.median(durations), 3),
        }

    def decide(self, repeats: int) -> dict[str, float]:
        """Decide a mailing of offers to customers, seen from nothing sent."""
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "Bench",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        partners = self.env["res.partner"].search(
            [("email_key", "=like", "person%")], limit=RECIPIENTS, order="id"
        )
        ids = partners.ids
        timing = best(
            self.clock.repeat(
                repeats, lambda: mailing._get_suppression().decide_all(ids)
            )
        )
        withheld = mailing._get_suppression().decide_all(ids)
        with self.clock.timed() as inserted:
            mailing._withhold(ids)
        self.env.cr.rollback()
        scale = RECIPIENTS / len(ids)
        return {
            "suppress_s_per_100k": round(timing.wall * scale, 3),
            "suppress_cpu_s_per_100k": round((timing.cpu or 0) * scale, 3),
            "suppress_with_traces_s_per_100k": round(inserted.wall * scale, 3),
            "recipients": len(ids),
            "withheld": len(withheld),
        }
