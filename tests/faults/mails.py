"""Mails that wait in a database's queue."""

from tests.operations.postgres import wait_until

MAILS = 40
WAITING = "SELECT count(*) FROM mail_mail WHERE state = 'outgoing'"
DUE = """
    UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC'
     WHERE id = (SELECT res_id FROM ir_model_data
                  WHERE module = 'mail' AND name = 'ir_cron_mail_scheduler_action')
 RETURNING id
"""


def queue_mails(client, first=0):
    """Put mails into the queue; return their subjects."""
    values = {
        "email_from": "crm@example.com",
        "email_to": "awa@example.com",
        "body_html": "<p>Bonjour</p>",
        "auto_delete": False,
    }
    subjects = [f"Devis {first + n}" for n in range(MAILS)]
    rows = [{**values, "subject": subject} for subject in subjects]
    client.call("mail.mail", "create", rows)
    return subjects


def call_queue(machine, database):
    """Make the job of the queue due now; whoever comes first begins it."""

    def is_due():
        # Its row is locked while it runs, and written when it ends.
        return machine.postgres.sql(DUE, database)

    wait_until(is_due)
    machine.postgres.sql(f"SELECT pg_notify('cron_trigger', '{database}')")
