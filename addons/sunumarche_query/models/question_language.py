from odoo import api, models
from odoo.exceptions import ValidationError

from ..engine.compiler import Compiler
from ..engine.explainer import Explainer
from ..engine.kind_aggregate import AggregateKind
from ..engine.kind_field import FieldKind
from ..engine.kind_group import GroupKind
from ..engine.kind_related import RelatedKind
from ..engine.reader import Reader
from ..engine.sentence import Words, Writer
from ..engine.sentence_reader import SentenceReader
from ..engine.tree import Question


class QuestionLanguage(models.AbstractModel):
    """The kinds of conditions that exist, and how they are said.

    An addon adds a kind by extending ``_get_kinds`` (an object that reads, compiles
    and words its nodes, as those of ``engine/kind_*.py``) and ``_get_phrases``.
    """

    _name = "sunumarche.question.language"
    _description = "Language of Questions"

    @api.model
    def _get_kinds(self):
        """Name of a kind of node -> the object that deals with it."""
        return {
            "group": GroupKind(),
            "field": FieldKind(),
            "related": RelatedKind(),
            "aggregate": AggregateKind(),
        }

    @api.model
    def _get_document_rates(self):
        """Name of a model -> the ``DocumentRate`` of its amounts.

        A model that is not here is converted at the rates of its ``date``, or of the
        day it was created.
        """
        return {}

    def _get_catalogue(self):
        return self.env["sunumarche.question.object"]._get_catalogue()

    @api.model
    def _read(self, definition) -> Question:
        """The tree of a question's JSON.

        :raise ValidationError: when it is not a question that this user may ask
        """
        return Reader(self.env, self._get_catalogue(), self._get_kinds()).read_question(
            definition
        )

    @api.model
    def _get_target(self, definition):
        """The object that a question is about."""
        return self._get_catalogue().objects[self._read(definition).object]

    @api.model
    def _compiler(self, focus=None):
        """What turns trees into domains, as the current user."""
        return Compiler(self.env, self._get_catalogue(), self._get_kinds(), focus)

    @api.model
    def _compile(self, definition, focus=None):
        """The domain of a question's records, as the current user.

        :param focus: ids, when only these records are asked about
        """
        return self._compiler(focus).compile(self._read(definition))

    def _words(self):
        return Words(self.env, self._get_catalogue(), self._get_phrases())

    @api.model
    def _say(self, definition):
        """A question in words, in the user's language."""
        question = self._read(definition)
        return Writer(self._words(), self._get_kinds()).say_question(question)

    @api.model
    def _read_sentence(self, sentence) -> Question:
        """The question that a sentence of ``_say`` says."""
        try:
            return SentenceReader(self._words(), self._get_kinds()).read_question(
                sentence
            )
        except ValueError as error:
            raise ValidationError(
                self.env._("This sentence says no question: %s", sentence)
            ) from error

    @api.model
    def _explain(self, definitions, record_ids):
        """Why records are in the answers of questions, condition by condition.

        :param definitions: list of questions about the same model, read or as JSON
        :return: id -> one explanation per question; see ``Explainer.explain``
        """
        explainer = Explainer(
            self._compiler(record_ids), Writer(self._words(), self._get_kinds())
        )
        return explainer.explain(
            [
                one if isinstance(one, Question) else self._read(one)
                for one in definitions
            ]
        )
