"""Points what refers to some records to others, and writes down what it did."""

from __future__ import annotations

from odoo.tools import SQL

from .merge_reference import Reference, ReferenceCatalog

MAX_DEPTH = 4


class ReferenceMover:
    """Moves the references of many records at once.

    How to use: fill the temporary table ``merge_map`` (``merge_id``, ``old``, ``new``),
    then ``ReferenceMover(env, rules).move("res.partner")``.

    How it works: one statement counts, over all columns, what there is to move. Each
    column with rows is one UPDATE for the whole map. Rows that would break a unique
    index are folded first: what refers to them goes to the row that stays, and they
    are deleted. What was moved and what was deleted stands in
    ``sunumarche_merge_move``, in the order in which it was done.

    :param rules: ``{table: None or condition}``: None leaves the table alone, a
        condition on ``line`` says which of its rows may move
    """

    def __init__(self, env, rules: dict[str, SQL | None]):
        self.env = env
        self.rules = rules
        self.catalog = ReferenceCatalog(env)
        self._references = None

    def count(self, model_name: str) -> list[tuple[Reference, int, int, int]]:
        """Return (reference, survivor, rows to move, rows that must stay)."""
        references = self._find(model_name)
        return [
            (references[position], new, moving, kept)
            for position, new, moving, kept in self._count(
                references, model_name, "merge_map"
            )
        ]

    def move(self, model_name: str) -> None:
        self._move(self._find(model_name), model_name, "merge_map", depth=0)

    def _find(self, model_name: str) -> list[Reference]:
        """Return what refers to the contacts, asked once."""
        if self._references is None:
            self._references = self.catalog.find(model_name)
        return self._references

    def _count(self, references, model_name: str, map_table: str) -> list[tuple]:
        counts = SQL(" UNION ALL ").join(
            SQL(
                """
                  SELECT %(position)s AS position,
                         map.new,
                         count(*) FILTER (WHERE %(allowed)s) AS moving,
                         count(*) FILTER (WHERE NOT (%(allowed)s)) AS kept
                    FROM %(table)s line
                    JOIN %(map)s map ON map.old = line.%(column)s
                   WHERE %(is_ours)s
                GROUP BY map.new
                """,
                position=position,
                allowed=self._sql_allowed(each),
                table=SQL.identifier(each.table),
                map=SQL.identifier(map_table),
                column=SQL.identifier(each.column),
                is_ours=self._sql_is_ours(each, model_name),
            )
            for position, each in enumerate(references)
        )
        return self.env.execute_query(counts) if references else []

    def _sql_allowed(self, reference: Reference) -> SQL:
        condition = self.rules.get(reference.table, SQL("TRUE"))
        return SQL("FALSE") if condition is None else condition

    @staticmethod
    def _sql_is_ours(reference: Reference, model_name: str) -> SQL:
        """The generic references of this model; contacts do not contain themselves."""
        if reference.model_column:
            column = SQL.identifier("line", reference.model_column)
            return SQL("%s = %s", column, model_name)
        if reference.table == "res_partner":
            return SQL("line.id NOT IN (SELECT old FROM merge_map)")
        return SQL("TRUE")

    def _move(self, references, model_name: str, map_table: str, depth: int) -> None:
        found = {
            position
            for position, _new, moving, _kept in self._count(
                references, model_name, map_table
            )
            if moving
        }
        for position in sorted(found):
            reference = references[position]
            for number, others in enumerate(reference.keys):
                self._fold(reference, others, model_name, map_table, (depth, number))
            self._update(reference, model_name, map_table)

    def _update(self, reference: Reference, model_name: str, map_table: str) -> None:
        column = SQL.identifier(reference.column)
        what = (
            SQL("to_jsonb(line.id)")
            if reference.has_id
            else SQL("to_jsonb(line) - %s", reference.column)
        )
        self.env.execute_query(
            SQL(
                """
                WITH moved AS (
                     UPDATE %(table)s line
                        SET %(column)s = map.new
                       FROM %(map)s map
                      WHERE map.old = line.%(column)s
                        AND %(is_ours)s
                        AND %(allowed)s
                  RETURNING map.merge_id, map.old, map.new, %(what)s AS what)
                INSERT INTO sunumarche_merge_move
                            (merge_id, operation, table_name, column_name, old_id,
                             new_id, rows)
                     SELECT merge_id, 'moved', %(table_name)s, %(column_name)s, old,
                            new, jsonb_agg(what)
                       FROM moved
                   GROUP BY merge_id, old, new
                """,
                table=SQL.identifier(reference.table),
                column=column,
                map=SQL.identifier(map_table),
                is_ours=self._sql_is_ours(reference, model_name),
                allowed=self._sql_allowed(reference),
                what=what,
                table_name=reference.table,
                column_name=reference.column,
            )
        )

    def _fold(self, reference, others, model_name, map_table, place) -> None:
        """Delete the rows that would equal one that stays, after their own references.

        :param others: the other columns of the unique index
        """
        depth, number = place
        fold = f"merge_fold_{depth}_{number}"
        self._collect_folded(reference, others, model_name, map_table, fold)
        self.fold(reference.table, fold, reference.column, reference.has_id, depth)

    def fold(
        self, table: str, fold: str, column: str, has_id: bool = True, depth: int = 0
    ) -> None:
        """Delete the rows of the temporary table ``fold``, for those that stay.

        What refers to a row that goes, is pointed to the one that stays before.
        """
        [[folded]] = self.env.execute_query(
            SQL("SELECT count(*) FROM %s", SQL.identifier(fold))
        )
        if not folded:
            return
        if has_id and depth < MAX_DEPTH:
            model = self._get_model(table)
            references = (
                self.catalog.find(model) if model else self.catalog.find_of_table(table)
            )
            self._move(references, model, fold, depth + 1)
        self.env.execute_query(
            SQL(
                """
                WITH folded AS (
                     DELETE FROM %(table)s line
                           USING %(fold)s map
                           WHERE %(is_folded)s
                       RETURNING map.merge_id, map.old, map.new, to_jsonb(line) AS what)
                INSERT INTO sunumarche_merge_move
                            (merge_id, operation, table_name, column_name, old_id,
                             new_id, rows)
                     SELECT merge_id, 'folded', %(table_name)s, %(column_name)s, old,
                            new, jsonb_agg(what)
                       FROM folded
                   GROUP BY merge_id, old, new
                """,
                table=SQL.identifier(table),
                fold=SQL.identifier(fold),
                is_folded=SQL("line.id = map.old")
                if has_id
                else SQL("line.ctid = map.place"),
                table_name=table,
                column_name=column,
            )
        )

    def _collect_folded(self, reference, others, model_name, map_table, fold) -> None:
        """Fill ``fold``: which row goes (``old``) for which that stays (``new``)."""
        row_id = SQL("line.id") if reference.has_id else SQL("0")
        self.env.execute_query(
            SQL("DROP TABLE IF EXISTS pg_temp.%s", SQL.identifier(fold))
        )
        self.env.execute_query(
            SQL(
                """
                CREATE TEMPORARY TABLE %(fold)s ON COMMIT DROP AS
                SELECT merge_id, old, new, place
                  FROM (SELECT map.merge_id,
                               %(row_id)s AS old,
                               first_value(%(row_id)s) OVER same AS new,
                               line.ctid AS place,
                               row_number() OVER same AS number
                          FROM %(table)s line
                     LEFT JOIN %(map)s map ON map.old = line.%(column)s
                         WHERE line.%(column)s IN (SELECT old FROM %(map)s
                                                    UNION
                                                   SELECT new FROM %(map)s)
                           AND (%(others)s) IS NOT NULL
                           AND %(is_ours)s
                           AND %(allowed)s
                        WINDOW same AS (
                               PARTITION BY coalesce(map.new, line.%(column)s),
                                            %(others)s
                                   ORDER BY map.old IS NOT NULL, %(row_id)s)) ranked
                 WHERE number > 1 AND merge_id IS NOT NULL
                """,
                fold=SQL.identifier(fold),
                row_id=row_id,
                table=SQL.identifier(reference.table),
                map=SQL.identifier(map_table),
                column=SQL.identifier(reference.column),
                others=SQL(", ").join(SQL.identifier("line", name) for name in others),
                is_ours=self._sql_is_ours(reference, model_name),
                allowed=self._sql_allowed(reference),
            )
        )

    def _get_model(self, table: str) -> str:
        """Return the model whose table it is, nothing for a many2many's."""
        for name, model in self.env.registry.models.items():
            if model._table == table and not model._abstract and model._auto:
                return name
        return ""
