from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.orm.domains import CONDITION_OPERATORS

from ..engine.answer_groups import GroupAnswer
from ..engine.answer_list import MOST_ROWS, ListAnswer
from ..engine.answer_table import make_group_table, make_list_table
from ..engine.answer_workbook import make_workbook
from ..engine.plain_domain import to_plain
from ..engine.presentation import PresentationReader
from ..engine.reader import Reader
from ..engine.time_limit import time_limit

ANSWER_SECONDS = 20
PAGE = 40


class Question(models.Model):
    """The answer of a question, always as the person who asks.

    Saved or not, a question is given by its definition and its presentation.
    """

    _inherit = "sunumarche.question"

    @api.model
    def ask_answer(self, definition=None, presentation=None, offset=0, limit=PAGE):
        """The answer as it is shown.

        :return: a list: ``{"view", "headers", "rows": [{"id", "cells"}], "totals",
            "count", "limited", "model"}``; groups: see ``GroupAnswer.read``
        """
        self._check_asker()
        offset, limit = self._read_page(offset, limit)
        answer = self._prepare_answer(definition, presentation)
        with time_limit(self.env, ANSWER_SECONDS):
            if answer.presentation.is_list:
                return self._answer_list(answer, offset, limit)
            return self._answer_groups(answer)

    def _read_page(self, offset, limit):
        for number in (offset, limit):
            if isinstance(number, bool) or not isinstance(number, int) or number < 0:
                raise UserError(self.env._("This page does not exist."))
        return offset, limit

    @api.model
    def _prepare_answer(self, definition, presentation):
        """What reads the answer: a ``ListAnswer`` or a ``GroupAnswer``."""
        language = self.env["sunumarche.question.language"]
        target = language._get_target(definition)
        catalogue = language._get_catalogue()
        reader = Reader(self.env, catalogue, language._get_kinds())
        shown = PresentationReader(reader).read_presentation(presentation, target)
        kind = ListAnswer if shown.is_list else GroupAnswer
        domain = language._compile(definition)
        return kind(self.env, catalogue, target, domain, shown)

    def _answer_list(self, answer, offset, limit):
        count = answer.count()
        totals = answer.read_totals()
        return {
            "view": answer.presentation.view,
            "model": answer.target.model,
            "headers": [header.to_json() for header in answer.get_headers()],
            "rows": [
                {"id": row["id"], "cells": [cell.to_json() for cell in row["cells"]]}
                for row in answer.read_rows(offset, limit)
            ],
            "totals": totals and [cell.to_json() for cell in totals],
            "count": count,
            "limited": count > MOST_ROWS,
            "most": MOST_ROWS,
        }

    def _answer_groups(self, answer):
        groups = answer.read_table()

        def to_json(cells):
            return cells and [cell.to_json() for cell in cells]

        return {
            "view": answer.presentation.view,
            "model": answer.target.model,
            "measures": [one.to_json() for one in answer.get_measure_headers()],
            "groups": answer.get_group_labels(),
            "rows": [self._describe_group(row) for row in groups["rows"]],
            "columns": [self._describe_group(column) for column in groups["columns"]],
            "cells": [[to_json(cells) for cells in row] for row in groups["cells"]],
            "rowTotals": [to_json(cells) for cells in groups["row_totals"]],
            "columnTotals": [to_json(cells) for cells in groups["column_totals"]],
            "total": to_json(groups["total"]),
            "limited": groups["limited"],
        }

    def _describe_group(self, group):
        return {"label": group["label"], "domain": group["domain"]}

    @api.model
    def ask_open(self, definition=None, group_domain=None):
        """The action that opens the answer, or one of its groups, in core's views.

        :param group_domain: ``domain`` of a group of the answer, or several joined
        """
        self._check_asker()
        language = self.env["sunumarche.question.language"]
        target = language._get_target(definition)
        model = self.env[target.model]
        domain = language._compile(definition) & self._read_domain(model, group_domain)
        plain = to_plain(domain)
        if plain is None:
            with time_limit(self.env, ANSWER_SECONDS):
                found = model.search(domain, limit=MOST_ROWS)
            plain = [("id", "in", found.ids)]
        return {
            "type": "ir.actions.act_window",
            "res_model": target.model,
            "views": [(False, "list"), (False, "form")],
            "domain": plain,
            "name": language._say(definition),
        }

    def _read_domain(self, model, group_domain):
        """A domain of the client, as any search of the client holds one."""
        try:
            terms = list(group_domain or [])
            if any(
                not isinstance(term, str) and term[1] not in CONDITION_OPERATORS
                for term in terms
            ):
                raise ValueError(terms)
            domain = Domain(terms)
            domain.validate(model)
            return domain
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("This group cannot be opened.")) from error

    @api.model
    def _read_table(self, definition, presentation, limit=MOST_ROWS):
        """The answer as one ``Table``, for files, prints and e-mails."""
        answer = self._prepare_answer(definition, presentation)
        with time_limit(self.env, ANSWER_SECONDS):
            if answer.presentation.is_list:
                return make_list_table(answer, limit)
            return make_group_table(answer, answer.read_table())

    @api.model
    def _export(self, definition, presentation, title):
        """The answer as an .xlsx file.

        :raise AccessError: when the user may not export; that is kept too
        """
        self._check_asker()
        language = self.env["sunumarche.question.language"]
        target = language._get_target(definition)
        if not self.env.user.has_group("base.group_allow_export"):
            refusal = AccessError(self.env._("You may not export data."))
            self._journal_answer_export(target.model, None, refusal)
            raise refusal
        table = self._read_table(definition, presentation)
        self._journal_answer_export(target.model, table)
        notes = self._say_limits(table)
        return make_workbook(table, title, language._say(definition), notes)

    @api.model
    def _say_limits(self, table):
        """What a person must know of a table that is not whole; a list of texts."""
        if not table.limited:
            return []
        return [
            self.env._(
                "Not complete: only the first %(shown)s of %(count)s are here.",
                shown=len(table.rows),
                count=table.count,
            )
            if table.count > len(table.rows)
            else self.env._(
                "Not complete: only the first %s are here.", len(table.rows)
            )
        ]

    @api.model
    def _journal_answer_export(self, model_name, table, refusal=None):
        """Hook: keep who exported what; ``table`` is None when it was refused."""
