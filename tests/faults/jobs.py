"""Jobs that leave a line each time they are done, whatever becomes of them."""

import time

from tests.operations.postgres import wait_until

JOBS = 20
# ``log`` writes by a connection of its own: what is done twice shows twice.
TICKS = (
    "SELECT message, count(*) FROM ir_logging WHERE message LIKE 'tick-%' GROUP BY 1"
)


def jobs_done(machine, client):
    """Have jobs done that are due now; return how often each was, by its name."""
    [model] = client.call("ir.model", "search", [["model", "=", "res.partner"]])
    job = {
        "model_id": model,
        "state": "code",
        "interval_number": 1,
        "interval_type": "days",
    }
    jobs = [
        {**job, "name": f"tick {n}", "code": f"log('tick-{n}')\ntime.sleep(0.1)"}
        for n in range(JOBS)
    ]
    client.call("ir.cron", "create", jobs)

    def ticks():
        rows = machine.postgres.sql(TICKS, client.database).split()
        return {name: int(count) for name, count in (row.split("|") for row in rows)}

    wait_until(lambda: len(ticks()) == JOBS)
    time.sleep(1)
    return ticks()
