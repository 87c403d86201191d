from odoo import api, models


class QuestionLanguage(models.AbstractModel):
    """How conditions are said, in phrases that are read back too."""

    _inherit = "sunumarche.question.language"

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
        return {
            "quote": self._get_quote(),
            "and": self.env._(" and "),
            "or": self.env._(" or "),
            "yes": self.env._("yes"),
            "no": self.env._("no"),
            "short": "%(short)s",
            "group_all": "%(conditions)s",
            "group_any": "%(conditions)s",
            "group_none": self.env._("none of (%(conditions)s)"),
            "field_set": self.env._("whose %(field)s is known"),
            "field_not_set": self.env._("whose %(field)s is not known"),
            "boolean_yes": self.env._("with “%(field)s” ticked"),
            "boolean_no": self.env._("with “%(field)s” not ticked"),
            "date_in": self.env._("whose %(field)s falls %(value)s"),
            "date_not_in": self.env._("whose %(field)s does not fall %(value)s"),
            "related_any": self.env._("with %(noun)s%(where)s"),
            "related_none": self.env._("without %(noun)s%(where)s"),
        }

    def _get_text_phrases(self):
        return {
            "text_is": self.env._("whose %(field)s reads %(value)s"),
            "text_is_not": self.env._("whose %(field)s does not read %(value)s"),
            "text_contains": self.env._("whose %(field)s contains %(value)s"),
            "text_not_contains": self.env._(
                "whose %(field)s does not contain %(value)s"
            ),
            "text_starts_with": self.env._("whose %(field)s starts with %(value)s"),
        }

    def _get_number_phrases(self):
        return {
            "number_is": self.env._("whose %(field)s equals %(value)s"),
            "number_is_not": self.env._("whose %(field)s differs from %(value)s"),
            "number_more": self.env._("whose %(field)s is more than %(value)s"),
            "number_at_least": self.env._("whose %(field)s is at least %(value)s"),
            "number_less": self.env._("whose %(field)s is less than %(value)s"),
            "number_at_most": self.env._("whose %(field)s is at most %(value)s"),
            "number_between": self.env._("whose %(field)s is from %(low)s to %(high)s"),
        }

    def _get_choice_phrases(self):
        return {
            "choice_in_one": self.env._("whose %(field)s is %(value)s"),
            "choice_in": self.env._("whose %(field)s is one of %(values)s"),
            "choice_not_in_one": self.env._("whose %(field)s is not %(value)s"),
            "choice_not_in": self.env._("whose %(field)s is none of %(values)s"),
        }

    def _get_aggregate_phrases(self):
        return {
            "count_some": self.env._("having some %(noun)s%(where)s%(period)s"),
            "count_is": self.env._(
                "having exactly %(value)s %(noun)s%(where)s%(period)s"
            ),
            "count_is_not": self.env._(
                "having not exactly %(value)s %(noun)s%(where)s%(period)s"
            ),
            "count_more": self.env._(
                "having more than %(value)s %(noun)s%(where)s%(period)s"
            ),
            "count_at_least": self.env._(
                "having at least %(value)s %(noun)s%(where)s%(period)s"
            ),
            "count_less": self.env._(
                "having less than %(value)s %(noun)s%(where)s%(period)s"
            ),
            "count_at_most": self.env._(
                "having at most %(value)s %(noun)s%(where)s%(period)s"
            ),
            **{
                f"{function}_{operator}": self._join_aggregate(head, tail)
                for function, head in self._get_aggregate_heads().items()
                for operator, tail in self._get_comparisons().items()
            },
        }

    def _join_aggregate(self, head, tail):
        return f"{head} {tail}"

    def _get_aggregate_heads(self):
        return {
            "sum": self.env._(
                "whose %(noun)s%(where)s%(period)s have a total %(measure)s of"
            ),
            "average": self.env._(
                "whose %(noun)s%(where)s%(period)s have an average %(measure)s of"
            ),
            "min": self.env._(
                "whose %(noun)s%(where)s%(period)s have a lowest %(measure)s of"
            ),
            "max": self.env._(
                "whose %(noun)s%(where)s%(period)s have a highest %(measure)s of"
            ),
        }

    def _get_comparisons(self):
        return {
            "is": self.env._("exactly %(value)s"),
            "is_not": self.env._("not exactly %(value)s"),
            "more": self.env._("more than %(value)s"),
            "at_least": self.env._("at least %(value)s"),
            "less": self.env._("less than %(value)s"),
            "at_most": self.env._("at most %(value)s"),
        }

    def _get_period_phrases(self):
        return {
            **self._get_counted_period_phrases(),
            "period_on": self.env._("on %(start)s"),
            "period_from": self.env._("from %(start)s on"),
            "when_from": self.env._("since %(start)s"),
            "period_until": self.env._("until %(end)s"),
            "period_from_to": self.env._("from %(start)s to %(end)s"),
            "period_this_day": self.env._("today"),
            "period_this_week": self.env._("this week"),
            "period_this_month": self.env._("this month"),
            "period_this_quarter": self.env._("this quarter"),
            "period_this_year": self.env._("this year"),
            "period_previous_day": self.env._("yesterday"),
            "period_previous_week": self.env._("in the week before this one"),
            "period_previous_month": self.env._("in the month before this one"),
            "period_previous_quarter": self.env._("in the quarter before this one"),
            "period_previous_year": self.env._("in the year before this one"),
        }

    def _get_counted_period_phrases(self):
        return {
            "period_last_day": self.env._("in the last day"),
            "period_last_days": self.env._("in the last %(count)s days"),
            "period_last_week": self.env._("in the last week"),
            "period_last_weeks": self.env._("in the last %(count)s weeks"),
            "period_last_month": self.env._("in the last month"),
            "period_last_months": self.env._("in the last %(count)s months"),
            "period_last_quarter": self.env._("in the last quarter"),
            "period_last_quarters": self.env._("in the last %(count)s quarters"),
            "period_last_year": self.env._("in the last year"),
            "period_last_years": self.env._("in the last %(count)s years"),
            "period_before_last_day": self.env._("more than a day ago"),
            "period_before_last_days": self.env._("more than %(count)s days ago"),
            "period_before_last_week": self.env._("more than a week ago"),
            "period_before_last_weeks": self.env._("more than %(count)s weeks ago"),
            "period_before_last_month": self.env._("more than a month ago"),
            "period_before_last_months": self.env._("more than %(count)s months ago"),
            "period_before_last_quarter": self.env._("more than a quarter ago"),
            "period_before_last_quarters": self.env._(
                "more than %(count)s quarters ago"
            ),
            "period_before_last_year": self.env._("more than a year ago"),
            "period_before_last_years": self.env._("more than %(count)s years ago"),
            "period_next_day": self.env._("up to tomorrow"),
            "period_next_days": self.env._("in the next %(count)s days"),
            "period_next_week": self.env._("in the next week"),
            "period_next_weeks": self.env._("in the next %(count)s weeks"),
            "period_next_month": self.env._("in the next month"),
            "period_next_months": self.env._("in the next %(count)s months"),
            "period_next_quarter": self.env._("in the next quarter"),
            "period_next_quarters": self.env._("in the next %(count)s quarters"),
            "period_next_year": self.env._("in the next year"),
            "period_next_years": self.env._("in the next %(count)s years"),
        }
