"""Says why a record is in the answer of a question, condition by condition."""

from odoo.fields import Domain
from odoo.tools import SQL

from .compiler import Compiler
from .sentence import Writer
from .tree import Group, Node, Question, iter_leaves

# Match of a group -> its verdict, from those of its conditions.
VERDICTS = {
    "all": all,
    "any": any,
    "none": lambda verdicts: not any(verdicts),
}


class Explainer:
    """The verdict of every condition for some records.

    How to use::

        explanations = Explainer(compiler, writer).explain(questions)[record_id]

    How it works: the conditions of all questions become columns of one query over the
    compiler's focus: one query whatever the number of records and conditions, and one
    more for the values. Groups follow from their conditions, so that the verdict of
    the whole is the one of the compiled domain.

    :param compiler: with the ids to explain as its focus
    """

    def __init__(self, compiler: Compiler, writer: Writer):
        self.compiler = compiler
        self.writer = writer

    def explain(self, questions: list[Question]) -> dict[int, list[dict]]:
        """Explain all ``questions``, which are about one model.

        :return: record id -> for each question ``{"verdict", "in_object", "tree"}``;
            the tree has ``{"sentence", "verdict", "value", "children", "match"}``.
            Records that the user cannot read are missing.
        """
        if not questions or not self.compiler.focus:
            return {}
        columns = self._get_columns(questions)
        model = self._get_model(questions[0])
        rows = self._read_rows(model, columns)
        records = model.browse([row[0] for row in rows])
        return {
            record.id: [
                self._explain_question(
                    question, record, dict(zip(columns, cells, strict=True))
                )
                for question in questions
            ]
            for record, (_id, *cells) in zip(records, rows, strict=True)
        }

    def _get_model(self, question: Question):
        target = self.compiler.catalogue.objects[question.object]
        return self.compiler.env[target.model].with_context(active_test=False)

    def _get_columns(self, questions) -> dict[tuple, tuple]:
        """Key -> what is computed: (kind of column, node, object)."""
        columns = {}
        for question in questions:
            target = self.compiler.catalogue.objects[question.object]
            columns["object", target.code, None] = ("object", None, target)
            for leaf in iter_leaves(question.where):
                columns["verdict", target.code, leaf] = ("verdict", leaf, target)
                columns["value", target.code, leaf] = ("value", leaf, target)
        return columns

    def _read_rows(self, model, columns):
        query = model._search(Domain("id", "in", self.compiler.focus))
        compiled = [self._prepare_cell(*column) for column in columns.values()]
        cells = [self._sql_cell(*one, model, query) for one in compiled]
        return self.compiler.env.execute_query(
            query.select(SQL.identifier(model._table, "id"), *cells)
        )

    def _prepare_cell(self, kind, node, target) -> tuple:
        """What the cell is computed from; all are known before the first is."""
        if kind == "object":
            return Domain(list(target.domain)), None, target
        domain = self.compiler.compile_node(node, target)
        return (domain if kind == "verdict" else None), node, target

    def _sql_cell(self, domain, node, target, model, query) -> SQL:
        if domain is not None:
            return self.compiler.sql_condition(domain, model, model._table, query)
        node_kind = self.compiler.kinds[node.kind]
        return node_kind.sql_value(self.compiler, node, target, model, query)

    def _explain_question(self, question, record, cells) -> dict:
        target = self.compiler.catalogue.objects[question.object]
        in_object = cells["object", target.code, None]
        tree = self._explain_node(question.where, target, record, cells)
        return {
            "in_object": in_object,
            "verdict": in_object and (tree is None or tree["verdict"]),
            "tree": tree,
        }

    def _explain_node(self, node: Node | None, target, record, cells) -> dict | None:
        if node is None:
            return None
        if not isinstance(node, Group):
            kind = self.compiler.kinds[node.kind]
            value = cells["value", target.code, node]
            return {
                "sentence": self.writer.say(node, target),
                "verdict": cells["verdict", target.code, node],
                "value": kind.say_value(self.writer.words, node, record, value),
            }
        children = [
            self._explain_node(child, target, record, cells) for child in node.children
        ]
        verdicts = [child["verdict"] for child in children]
        return {
            "match": node.match,
            "verdict": VERDICTS[node.match](verdicts),
            "children": children,
        }
