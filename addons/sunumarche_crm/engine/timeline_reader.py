"""Reads a page of a customer's timeline, all kinds merged by date."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from odoo.exceptions import UserError
from odoo.fields import Date, Datetime, Domain
from odoo.tools import SQL, format_amount, format_date, format_datetime

from .timeline_kind import CHANNELS, TimelineCustomer

PAGE = 50


class TimelineReader:
    """One customer's events as the current user may read them.

    How to use::

        page = TimelineReader(partner, {"channels": ["phone"]}).read_page()
        more = TimelineReader(partner, filters).read_page(page["cursor"])

    How it works: each kind is searched with the user's rights for its latest events
    before the cursor, one more than a page; one statement merges them by date; then
    the records of the page are read, together for each kind. The number of queries
    depends on the kinds, never on how many events there are.

    :param filters: ``kinds`` and ``channels`` (lists of names), ``since`` and
        ``until`` (days, included), ``text``
    """

    def __init__(self, partner, filters: dict[str, Any] | None = None):
        self.env = partner.env
        self.customer = TimelineCustomer(partner)
        self.filters = filters or {}
        self.kinds = self._choose_kinds()

    def read_page(self, cursor: list | None = None, limit: int = PAGE) -> dict:
        """Return ``lines``, latest first, and the ``cursor`` of the next page, or None.

        :param cursor: as returned with the previous page
        """
        found = self._find(self._read_cursor(cursor), limit + 1)
        page = found[:limit]
        last = page[-1] if len(found) > limit else None
        return {
            "lines": self._describe(page),
            "cursor": last and [Datetime.to_string(last[0]), last[1], last[2]],
        }

    def get_domain(self, name: str) -> Domain:
        """Domain of the events of a kind that the filters let through."""
        kind = self.kinds[name]
        domain = kind.domain(self.customer) & Domain(kind.date, "!=", False)
        return domain & self._get_period(kind) & self._get_text(kind)

    def _choose_kinds(self) -> dict:
        """The kinds that the user may read and the filters ask for."""
        kinds = self.env["sunumarche.timeline"]._get_readable_kinds()
        names = self.filters.get("kinds") or kinds
        channels = self.filters.get("channels") or CHANNELS
        return {
            name: kind
            for name, kind in sorted(kinds.items())
            if name in names and kind.channel in channels
        }

    def _get_period(self, kind) -> Domain:
        domain = Domain.TRUE
        since, until = (
            Date.to_date(self.filters.get(name)) for name in ("since", "until")
        )
        if since:
            domain &= Domain(kind.date, ">=", self._as_value(kind, since))
        if until:
            day_after = until + timedelta(days=1)
            domain &= Domain(kind.date, "<", self._as_value(kind, day_after))
        return domain

    def _as_value(self, kind, day):
        """The day, or the moment at which it begins where the user is."""
        if self._is_day(kind):
            return day
        zone = ZoneInfo(self.env.user.tz or "UTC")
        begins = datetime.combine(day, time.min, tzinfo=zone)
        return begins.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)

    def _is_day(self, kind) -> bool:
        return self.env[kind.model]._fields[kind.date].type == "date"

    def _get_text(self, kind) -> Domain:
        text = (self.filters.get("text") or "").strip()
        if not text:
            return Domain.TRUE
        return Domain.OR(Domain(name, "ilike", text) for name in kind.texts)

    def _read_cursor(self, cursor) -> tuple[datetime, str, int] | None:
        if not cursor:
            return None
        try:
            at, name, record_id = cursor
            return Datetime.to_datetime(at), str(name), int(record_id)
        except (TypeError, ValueError) as error:
            raise UserError(
                self.env._("This page does not exist. Open the card again.")
            ) from error

    def _find(self, cursor, limit: int) -> list[tuple[datetime, str, int]]:
        """Return the latest (moment, kind, id) before the cursor."""
        searches = [
            search
            for name, kind in self.kinds.items()
            if (search := self._sql_search(name, kind, cursor, limit))
        ]
        if not searches:
            return []
        return self.env.execute_query(
            SQL(
                """
                SELECT moment, kind, record_id
                  FROM (%s) event
              ORDER BY moment DESC, kind, record_id DESC
                 LIMIT %s
                """,
                SQL(" UNION ALL ").join(searches),
                limit,
            )
        )

    def _sql_search(self, name, kind, cursor, limit) -> SQL | None:
        """The latest events of one kind, as the user; None if there are none."""
        model = self.env[kind.model].with_context(active_test=False)
        domain = self.get_domain(name)
        if cursor:
            domain &= self._get_before(name, kind, *cursor)
        query = model._search(domain, order=f"{kind.date} DESC, id DESC", limit=limit)
        if query.is_empty():
            return None
        return SQL(
            "(%s)",
            query.select(
                SQL(
                    "%s::timestamp AS moment",
                    model._field_to_sql(query.table, kind.date, query),
                ),
                # Which language the comparison follows must not decide the order.
                SQL('%s::text COLLATE "C" AS kind', name),
                SQL("%s AS record_id", SQL.identifier(query.table, "id")),
            ),
        )

    def _get_before(self, name, kind, moment, cursor_name, cursor_id) -> Domain:
        """Events that come after the cursor's, which are earlier ones."""
        at = moment
        if self._is_day(kind):
            at = moment.date()
            if moment.time() != time.min:
                return Domain(kind.date, "<=", at)
        earlier = Domain(kind.date, "<", at)
        if name < cursor_name:
            return earlier
        same = Domain(kind.date, "=", at)
        if name == cursor_name:
            same &= Domain("id", "<", cursor_id)
        return earlier | same

    def _describe(self, page) -> list[dict]:
        """Return the lines of a page, its records read together for each kind."""
        ids = {}
        for _moment, name, record_id in page:
            ids.setdefault(name, []).append(record_id)
        records = {
            name: self.env[self.kinds[name].model].browse(found)
            for name, found in ids.items()
        }
        by_key = {
            (name, record.id): record
            for name, them in records.items()
            for record in them
        }
        return [
            self._describe_line(moment, name, by_key[name, record_id])
            for moment, name, record_id in page
        ]

    def _describe_line(self, moment, name, record) -> dict:
        kind = self.kinds[name]
        document = kind.document(record)
        return {
            "kind": name,
            "id": record.id,
            "day": self._describe_day(kind, moment),
            "date": self._describe_date(kind, moment),
            "hour": self._describe_hour(kind, moment),
            "title": kind.title(record) or kind.label,
            "detail": kind.detail(record) or "",
            "amount": self._describe_amount(kind, record),
            "document_model": document._name if document else False,
            "document_id": document.id if document else False,
        }

    def _describe_day(self, kind, moment) -> str:
        return self._format(kind, moment, "EEEE d MMMM y")

    def _describe_date(self, kind, moment) -> str:
        return self._format(kind, moment, "d MMM y")

    def _describe_hour(self, kind, moment) -> str:
        return "" if self._is_day(kind) else self._format(kind, moment, "HH:mm")

    def _format(self, kind, moment, pattern) -> str:
        """A moment as people write it where the user is; a day is the same for all."""
        if self._is_day(kind):
            return format_date(self.env, moment.date(), date_format=pattern)
        zone = self.env.user.tz or "UTC"
        return format_datetime(self.env, moment, dt_format=pattern, tz=zone)

    def _describe_amount(self, kind, record) -> str:
        if not kind.amount or not record[kind.amount]:
            return ""
        return format_amount(self.env, record[kind.amount], record[kind.currency])
