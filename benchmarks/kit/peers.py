"""What the indicators are compared with: plain SQL, Odoo's own way, and pandas."""

from __future__ import annotations

from datetime import date

from .clock import Clock, Timing, best
from .places import Places, connect, odoo_environment

POSTED = "state = 'posted' AND move_type IN ('out_invoice', 'out_refund')"
DOMAIN = [("state", "=", "posted"), ("move_type", "in", ["out_invoice", "out_refund"])]
AGGREGATES = (
    "__count",
    "amount_untaxed_signed:sum",
    "invoice_date:min",
    "invoice_date:max",
)
# Every column is read outside: the planner would not compute one that nobody reads.
FLOOR = f"""
    SELECT count(partner_id), sum(documents), sum(amount), min(first), max(last)
      FROM (SELECT commercial_partner_id AS partner_id,
                   count(*) AS documents,
                   sum(amount_untaxed_signed) AS amount,
                   min(invoice_date) AS first,
                   max(invoice_date) AS last
              FROM account_move
             WHERE {POSTED}
          GROUP BY commercial_partner_id) customer
"""
PURCHASES = f"""
    SELECT commercial_partner_id,
           invoice_date,
           move_type = 'out_refund',
           amount_untaxed_signed::float8
      FROM account_move
     WHERE {POSTED}
"""
# Core has no index that serves the floor, so a scan of the table is its best plan.
STOCK_SCHEMA = "indexscan", "indexonlyscan", "bitmapscan"
ROWS_A_FETCH = 100_000
# Bought within so many days -> never below this score of five.
LATELY = {7: 4, 30: 3}


def measure_floor(database: str, *, indexed: bool = False, repeats: int = 3) -> Timing:
    """Time the plain aggregate, serial and warm: the best of some runs.

    :param indexed: whether our addon's covering index may be used
    """
    with connect(database) as connection:
        cursor = connection.cursor()
        _set_planner(cursor, indexed=indexed)
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        return best(Clock.of(cursor).repeat(repeats, lambda: _fetch(cursor, FLOOR)))


def _set_planner(cursor, *, indexed: bool) -> None:
    cursor.execute("SET work_mem = '256MB'")
    cursor.execute("SET jit = off")
    for name in STOCK_SCHEMA:
        cursor.execute(f"SET enable_{name} = {'on' if indexed else 'off'}")


def _fetch(cursor, statement: str) -> list[tuple]:
    cursor.execute(statement)
    return cursor.fetchall()


def measure_read_group(places: Places, database: str, repeats: int = 3) -> Timing:
    """Time Odoo's ``_read_group`` of the same figures, without our index too."""
    with odoo_environment(places, database) as env:
        _set_planner(env.cr, indexed=False)
        moves = env["account.move"]

        def read_group():
            moves._read_group(DOMAIN, ["commercial_partner_id"], AGGREGATES)

        return best(Clock.of(env.cr).repeat(repeats, read_group))


def measure_pandas(
    database: str, window_start: date, classes: int, repeats: int = 1
) -> tuple[Timing, dict[tuple[int, int, int], int]]:
    """Time fetching all documents and scoring the customers in pandas.

    :return: the timing and how many customers have each triple of scores
    """
    with connect(database) as connection:
        cursor = connection.cursor()
        timings = []
        for _ in range(repeats):
            with Clock.of(cursor).timed() as timing:
                scores = score_in_pandas(cursor, window_start, classes)
            timings.append(timing)
    return best(timings), scores.value_counts().to_dict()


def import_pandas():
    try:
        import pandas
    except ImportError:
        raise SystemExit(
            "pandas is missing: install requirements-bench.txt, or leave it out with"
            " --without-pandas."
        ) from None
    return pandas


def score_in_pandas(cursor, window_start: date, classes: int):
    """A data frame with the three scores of each customer who bought in the window."""
    pandas = import_pandas()
    cursor.execute(PURCHASES)
    columns = ["partner_id", "date", "is_refund", "amount"]
    parts = []
    while rows := cursor.fetchmany(ROWS_A_FETCH):
        part = pandas.DataFrame.from_records(rows, columns=columns)
        part["date"] = pandas.to_datetime(part["date"])
        parts.append(part)
    documents = pandas.concat(parts)
    documents = documents[documents["date"] >= pandas.Timestamp(window_start)]
    bought = documents[~documents["is_refund"]].groupby("partner_id")["date"]
    figures = pandas.DataFrame({"recency": bought.max(), "frequency": bought.count()})
    figures["monetary"] = documents.groupby("partner_id")["amount"].sum()
    scores = figures.apply(lambda values: _score(pandas, values, classes))
    silent = (pandas.Timestamp(date.today()) - figures["recency"]).dt.days
    for days, lowest in LATELY.items():
        lately = silent <= days
        lowest = int((lowest - 1) * classes / 5 + 0.5) + 1
        scores.loc[lately, "recency"] = scores.loc[lately, "recency"].clip(lower=lowest)
    return scores


def _score(pandas, values, classes: int):
    """1 plus the number of quantiles that a value exceeds; equal values stay equal."""
    ordered = values.sort_values(ignore_index=True)
    count = len(ordered)
    positions = [-(-count * step // classes) - 1 for step in range(1, classes)]
    boundaries = ordered.iloc[positions]
    return pandas.Series(
        1 + boundaries.searchsorted(values, side="left"), index=values.index
    )
