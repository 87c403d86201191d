from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCommon

NOW = "2026-03-10 09:00:00"


@tagged("post_install", "-at_install")
class TestMailQueue(MailCommon):
    """A server that cannot be reached leaves the queue as it is."""

    def _mail(self, created=NOW, **values):
        mail = self.env["mail.mail"].create(
            {"subject": "Devis", "email_to": "awa@example.com", **values}
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_mail SET create_date = %s WHERE id = %s", [created, mail.id]
        )
        mail.invalidate_recordset()
        return mail

    def _send_in_vain(self, mail, error):
        servers = type(self.env["ir.mail_server"])
        with patch.object(servers, "_connect__", side_effect=error):
            mail.send()
        return mail.state

    @freeze_time(NOW)
    def test_a_dead_server_keeps_it_waiting_and_the_next_run_sends_it_once(self):
        mail = self._mail()
        for error in (ConnectionRefusedError(), TimeoutError()):
            self.assertEqual(self._send_in_vain(mail, error), "outgoing")
        with self.mock_mail_gateway():
            mail.send()
            mail.send()
        self.assertEqual(
            [one["email_to"] for one in self._mails], [["awa@example.com"]]
        )
        self.assertEqual(mail.state, "sent")

    @freeze_time(NOW)
    def test_after_two_days_it_is_given_up_where_people_see_it(self):
        mail = self._mail("2026-03-08 09:00:00")
        self.assertEqual(self._send_in_vain(mail, TimeoutError()), "exception")

    @freeze_time(NOW)
    def test_the_two_days_count_from_the_moment_planned(self):
        mail = self._mail("2026-03-01 09:00:00", scheduled_date="2026-03-10 08:00:00")
        self.assertEqual(self._send_in_vain(mail, TimeoutError()), "outgoing")

    @freeze_time(NOW)
    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_what_fails_while_it_is_sent_is_not_sent_again(self):
        """It may have reached some of its recipients."""
        mail = self._mail()
        servers = type(self.env["ir.mail_server"])
        with (
            self.mock_mail_gateway(),
            patch.object(servers, "send_email", side_effect=OSError("gone")),
        ):
            mail.send()
        self.assertEqual(mail.state, "exception")
