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
        return Writer(self._words(), self._get_kinds()).write(question)

    @api.model
    def _read_sentence(self, sentence) -> Question:
        """The question that a sentence of ``_say`` says."""
        try:
            return SentenceReader(self._words(), self._get_kinds()).read(sentence)
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

    @api.model
    def _get_phrases(self):
        """Name -> phrase in the user's language; ``%(name)s`` are slots."""
        return {
            **self._get_general_phrases(),
            **self._get_text_phrases(),
            **self._get_number_phrases(),
            **self._get_choice_phrases(),
            **self._get_period_phrases(),
            **self._get_aggregate_phrases(),
        }

    @api.model
    def _get_quote(self):
        """The user's quotation marks, around ``%s``.

        A term without any letter is not translated: a word stands before it.
        """
        return self.env._("named “%s”").split(" ", 1)[1]

    def _get_general_phrases(self):
        _ = self.env._
        return {
            "quote": self._get_quote(),
            "and": _(" and "),
            "or": _(" or "),
            "yes": _("yes"),
            "no": _("no"),
            "short": "%(short)s",
            "group_all": "%(conditions)s",
            "group_any": "%(conditions)s",
            "group_none": _("none of (%(conditions)s)"),
            "field_set": _("whose %(field)s is known"),
            "field_not_set": _("whose %(field)s is not known"),
            "boolean_yes": _("with “%(field)s” ticked"),
            "boolean_no": _("with “%(field)s” not ticked"),
            "date_in": _("whose %(field)s falls %(value)s"),
            "date_not_in": _("whose %(field)s does not fall %(value)s"),
            "related_any": _("with %(noun)s%(where)s"),
            "related_none": _("without %(noun)s%(where)s"),
        }

    def _get_text_phrases(self):
        _ = self.env._
        return {
            "text_is": _("whose %(field)s reads %(value)s"),
            "text_is_not": _("whose %(field)s does not read %(value)s"),
            "text_contains": _("whose %(field)s contains %(value)s"),
            "text_not_contains": _("whose %(field)s does not contain %(value)s"),
            "text_starts_with": _("whose %(field)s starts with %(value)s"),
        }

    def _get_number_phrases(self):
        _ = self.env._
        return {
            "number_is": _("whose %(field)s equals %(value)s"),
            "number_is_not": _("whose %(field)s differs from %(value)s"),
            "number_more": _("whose %(field)s is more than %(value)s"),
            "number_at_least": _("whose %(field)s is at least %(value)s"),
            "number_less": _("whose %(field)s is less than %(value)s"),
            "number_at_most": _("whose %(field)s is at most %(value)s"),
            "number_between": _("whose %(field)s is from %(low)s to %(high)s"),
        }

    def _get_choice_phrases(self):
        _ = self.env._
        return {
            "choice_in_one": _("whose %(field)s is %(value)s"),
            "choice_in": _("whose %(field)s is one of %(values)s"),
            "choice_not_in_one": _("whose %(field)s is not %(value)s"),
            "choice_not_in": _("whose %(field)s is none of %(values)s"),
        }

    def _get_aggregate_phrases(self):
        _ = self.env._
        return {
            "count_is": _("having exactly %(value)s %(noun)s%(where)s%(period)s"),
            "count_is_not": _(
                "having not exactly %(value)s %(noun)s%(where)s%(period)s"
            ),
            "count_more": _("having more than %(value)s %(noun)s%(where)s%(period)s"),
            "count_at_least": _(
                "having at least %(value)s %(noun)s%(where)s%(period)s"
            ),
            "count_less": _("having less than %(value)s %(noun)s%(where)s%(period)s"),
            "count_at_most": _("having at most %(value)s %(noun)s%(where)s%(period)s"),
            **{
                f"{function}_{operator}": self._join_aggregate(head, tail)
                for function, head in self._get_aggregate_heads().items()
                for operator, tail in self._get_comparisons().items()
            },
        }

    def _join_aggregate(self, head, tail):
        return f"{head} {tail}"

    def _get_aggregate_heads(self):
        _ = self.env._
        return {
            "sum": _("whose %(noun)s%(where)s%(period)s have a total %(measure)s of"),
            "average": _(
                "whose %(noun)s%(where)s%(period)s have an average %(measure)s of"
            ),
            "min": _("whose %(noun)s%(where)s%(period)s have a lowest %(measure)s of"),
            "max": _("whose %(noun)s%(where)s%(period)s have a highest %(measure)s of"),
        }

    def _get_comparisons(self):
        _ = self.env._
        return {
            "is": _("exactly %(value)s"),
            "is_not": _("not exactly %(value)s"),
            "more": _("more than %(value)s"),
            "at_least": _("at least %(value)s"),
            "less": _("less than %(value)s"),
            "at_most": _("at most %(value)s"),
        }

    def _get_period_phrases(self):
        _ = self.env._
        return {
            **self._get_counted_period_phrases(),
            "period_on": _("on %(start)s"),
            "period_from": _("from %(start)s on"),
            "when_from": _("since %(start)s"),
            "period_until": _("until %(end)s"),
            "period_from_to": _("from %(start)s to %(end)s"),
            "period_this_day": _("today"),
            "period_this_week": _("this week"),
            "period_this_month": _("this month"),
            "period_this_quarter": _("this quarter"),
            "period_this_year": _("this year"),
            "period_previous_day": _("yesterday"),
            "period_previous_week": _("in the week before this one"),
            "period_previous_month": _("in the month before this one"),
            "period_previous_quarter": _("in the quarter before this one"),
            "period_previous_year": _("in the year before this one"),
        }

    def _get_counted_period_phrases(self):
        _ = self.env._
        return {
            "period_last_day": _("in the last day"),
            "period_last_days": _("in the last %(count)s days"),
            "period_last_week": _("in the last week"),
            "period_last_weeks": _("in the last %(count)s weeks"),
            "period_last_month": _("in the last month"),
            "period_last_months": _("in the last %(count)s months"),
            "period_last_quarter": _("in the last quarter"),
            "period_last_quarters": _("in the last %(count)s quarters"),
            "period_last_year": _("in the last year"),
            "period_last_years": _("in the last %(count)s years"),
            "period_before_last_day": _("more than a day ago"),
            "period_before_last_days": _("more than %(count)s days ago"),
            "period_before_last_week": _("more than a week ago"),
            "period_before_last_weeks": _("more than %(count)s weeks ago"),
            "period_before_last_month": _("more than a month ago"),
            "period_before_last_months": _("more than %(count)s months ago"),
            "period_before_last_quarter": _("more than a quarter ago"),
            "period_before_last_quarters": _("more than %(count)s quarters ago"),
            "period_before_last_year": _("more than a year ago"),
            "period_before_last_years": _("more than %(count)s years ago"),
            "period_next_day": _("up to tomorrow"),
            "period_next_days": _("in the next %(count)s days"),
            "period_next_week": _("in the next week"),
            "period_next_weeks": _("in the next %(count)s weeks"),
            "period_next_month": _("in the next month"),
            "period_next_months": _("in the next %(count)s months"),
            "period_next_quarter": _("in the next quarter"),
            "period_next_quarters": _("in the next %(count)s quarters"),
            "period_next_year": _("in the next year"),
            "period_next_years": _("in the next %(count)s years"),
        }
