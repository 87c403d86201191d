"""A server at work, jobs included, reaches no other machine."""

import pytest

from launcher.addons import read_callers
from launcher.home import REPOSITORY
from tests.operations.web import python_path

from .clients import Refused

GUARD = REPOSITORY / "tests" / "outgoing" / "server"
# What the tests' database has so that core's fakes of gateways are asked.
FAKES = """
    DELETE FROM ir_config_parameter
     WHERE key IN ('sms.endpoint', 'mail.link_preview_throttle')
"""
STRANGER = "9.9.9.9"


@pytest.fixture
def guarded(machine, database):
    """A server that writes down whom it tried to reach, and its administrator."""
    machine.postgres.sql(FAKES, database)
    server = machine.odoo(database, "guarded", workers="0")
    log = machine.folder / f"{database}.outgoing"
    log.touch()
    server.environment |= {
        "SUNU_OUTGOING_LOG": str(log),
        "PYTHONPATH": f"{GUARD}:{python_path()}",
    }
    server.start()
    client = server.client()
    client.login()
    return client, log


def run_jobs(client):
    for job in client.call("ir.cron", "search", []):
        client.call("ir.cron", "method_direct_trigger", [job])


def test_a_day_of_work_calls_nobody(guarded):
    client, log = guarded
    person = {"name": "Awa", "email": "awa@boutique.example.org", "phone": "771234567"}
    company = {"name": "Boutique", "is_company": True, "email": person["email"]}
    [customer] = client.call("res.partner", "create", [company])
    lead = {"name": "Lunettes", "email_from": person["email"], "type": "lead"}
    [lead] = client.call("crm.lead", "create", [lead])
    link = "<p><a href='https://www.example.org/offre'>offre</a></p>"
    message = client.call("res.partner", "message_post", [customer], body=link)
    client.post("/mail/link_preview", {"message_id": message})
    client.post("/html_editor/link_preview_external", {"preview_url": "http://a.test"})
    sms = {"number": "+221771234567", "body": "Bonjour", "state": "outgoing"}
    [sms] = client.call("sms.sms", "create", [sms])
    run_jobs(client)
    [account] = client.call("iap.account", "search", [], limit=1) or [False]
    if account:
        client.call("iap.account", "web_read", [account], {"name": {}})
    client.call("iap.account", "get_credits", "sms")
    assert log.read_text() == ""
    [sent] = client.call("sms.sms", "read", [sms], ["state", "failure_type"])
    assert (sent["state"], sent["failure_type"]) == ("error", "sms_acc")


def test_the_guard_of_the_server_sees_an_attempt(guarded):
    client, log = guarded
    server = {"name": "far", "smtp_host": STRANGER, "from_filter": "a@example.org"}
    [server] = client.call("ir.mail_server", "create", [server])
    with pytest.raises(Refused):
        client.call("ir.mail_server", "test_smtp_connection", [server])
    assert log.read_text().startswith(f"{STRANGER}:25 from ")


def test_no_module_that_calls_is_there(machine, database):
    names = ", ".join(f"'{name}'" for name in read_callers())
    query = (
        "SELECT name FROM ir_module_module"
        f" WHERE name IN ({names}) AND state NOT IN ('uninstalled', 'uninstallable')"
    )
    assert machine.postgres.sql(query, database) == ""
