# Two connections must see each other's work: the tests commit, and tidy up.
# pylint: disable=invalid-commit
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext, suppress
from threading import Barrier, BrokenBarrierError
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, modules
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from ..engine import mailing_turn as turn
from ..models import mailing_suppression

EMAILS = [f"turn{number}@example.com" for number in range(3)]


@tagged("post_install", "-at_install")
class TestMailingTurn(BaseCase):
    """Two workers that send at once, each on a connection of its own."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.company_id = env.company.id
            self.limit = env.company.read(
                ["mailing_email_cap", "mailing_email_cap_days"]
            )[0]
            env.company.write({"mailing_email_cap": 1, "mailing_email_cap_days": 7})
            self.partner_ids = (
                env["res.partner"]
                .create(
                    [
                        {"name": email, "email": email, "customer_rank": 1}
                        for email in EMAILS
                    ]
                )
                .ids
            )
            self.mailing_ids = self._create_mailings(env).ids
            cr.commit()
        self.addCleanup(self._remove)

    def _create_mailings(self, env):
        return env["mailing.mailing"].create(
            [
                {
                    "subject": subject,
                    "body_html": "<p>Hello</p>",
                    "mailing_type": "mail",
                    "consent_purpose": "prospecting",
                    "mailing_model_id": env["ir.model"]._get_id("res.partner"),
                    "mailing_domain": [("id", "in", self.partner_ids)],
                }
                for subject in ("One", "Other")
            ]
        )

    def _remove(self):
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["mail.mail"].search([("mailing_id", "in", self.mailing_ids)]).unlink()
            env["mailing.trace"].search(
                [("mass_mailing_id", "in", self.mailing_ids)]
            ).unlink()
            env["mailing.mailing"].browse(self.mailing_ids).unlink()
            env["res.partner"].browse(self.partner_ids).unlink()
            env["res.company"].browse(self.company_id).write(
                {
                    name: self.limit[name]
                    for name in ("mailing_email_cap", "mailing_email_cap_days")
                }
            )
            cr.commit()

    def _send_at_once(self, mailing_ids, patience=2):
        """Let each be sent by a worker of its own; return who received how many.

        They wait for each other, as long as they have patience, once they know whom to
        send to.

        :param patience: seconds
        """
        barrier = Barrier(len(mailing_ids))
        withhold = mailing_suppression.MailingMailing._withhold

        def wait_and_withhold(mailing, record_ids):
            kept = withhold(mailing, record_ids)
            with suppress(BrokenBarrierError):
                barrier.wait(timeout=patience)
            return kept

        def send(mailing_id):
            with closing(self.registry.cursor()) as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                env["mailing.mailing"].browse(mailing_id).action_send_mail()
                cr.commit()

        sent = []
        with (
            patch.object(modules.module, "current_test", None),
            patch.object(IrMail_Server, "_connect__", lambda *_args, **_named: None),
            patch.object(
                IrMail_Server,
                "send_email",
                lambda _server, message, **_named: sent.append(message["To"]) or "id",
            ),
            patch.object(
                mailing_suppression.MailingMailing, "_withhold", wait_and_withhold
            ),
            ThreadPoolExecutor(len(mailing_ids)) as pool,
        ):
            list(pool.map(send, mailing_ids))
        return {email: sum(email in address for address in sent) for email in EMAILS}

    def test_two_mailings_at_once_keep_the_limit(self):
        self.assertEqual(self._send_at_once(self.mailing_ids), dict.fromkeys(EMAILS, 1))

    def test_one_mailing_run_twice_at_once_arrives_once(self):
        twice = [self.mailing_ids[0]] * 2
        self.assertEqual(self._send_at_once(twice), dict.fromkeys(EMAILS, 1))

    def test_without_the_turn_both_would_send(self):
        """What the others would not notice if nobody worked at once."""
        with patch.object(
            mailing_suppression, "mailing_turn", lambda _env: nullcontext()
        ):
            received = self._send_at_once(self.mailing_ids, patience=60)
        self.assertEqual(received, dict.fromkeys(EMAILS, 2))

    def test_who_waits_too_long_is_told(self):
        with (
            patch.object(modules.module, "current_test", None),
            patch.object(turn, "WAITING", "50ms"),
            closing(self.registry.cursor()) as first,
            closing(self.registry.cursor()) as second,
        ):
            with (
                turn.mailing_turn(api.Environment(first, SUPERUSER_ID, {})),
                ThreadPoolExecutor(1) as pool,
                self.assertRaisesRegex(UserError, "Another mailing"),
            ):
                pool.submit(self._take_turn, second).result()
            with ThreadPoolExecutor(1) as pool:
                pool.submit(self._take_turn, second).result()

    @staticmethod
    def _take_turn(cr):
        with turn.mailing_turn(api.Environment(cr, SUPERUSER_ID, {})):
            pass
