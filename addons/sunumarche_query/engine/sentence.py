"""Says a question in words.

Writing and reading share one table: each kind of node has forms, each form a phrase
in the user's language with slots. ``sentence_reader.py`` reads with the same forms.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .catalogue import RECORD, SELECTION, Catalogue, FieldInfo, ObjectInfo
from .period import COUNTED, Period
from .tree import Group, Node, Question

NO_BREAK = "\N{NO-BREAK SPACE}"
STEP = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
SLOT = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Form:
    """One way to say a node.

    :ivar phrase: the name of its phrase, whose slots are those of ``slots``
    :ivar slots: name -> what stands there; the order is the one of evaluation
    :ivar take: node -> the values of the slots, or None when another form says it
    :ivar make: values of the slots -> node
    """

    phrase: str
    slots: dict[str, str]
    take: Callable
    make: Callable


def make_reference(model: str) -> FieldInfo:
    """What stands for a field that holds records of ``model``."""
    return FieldInfo("", "many2one", label="", mention="", subject="", comodel=model)


def split_phrase(phrase: str) -> list[str]:
    """Literal texts and names of slots in turn: text, slot, text, slot, text."""
    return SLOT.split(phrase)


class Words:
    """Names, numbers and dates in the user's language, both ways.

    :param phrases: name -> phrase in the user's language
    """

    def __init__(self, env, catalogue: Catalogue, phrases: dict[str, str]):
        self.env = env
        self.catalogue = catalogue
        self.phrases = phrases
        self.open_quote, self.close_quote = phrases["quote"].split("%s")
        lang = env["res.lang"]._get_data(code=env.lang or "en_US")
        self.date_format = lang.date_format
        self.decimal_point = lang.decimal_point
        self.thousands = lang.thousands_sep or ""
        self.currency_marks = self._get_currency_marks(env.company.currency_id)
        self._said: dict[tuple[str, int], str] = {}

    def _get_currency_marks(self, currency) -> tuple[str, str]:
        """What stands before and after an amount."""
        symbol = currency.symbol or currency.name
        if currency.position == "before":
            return f"{symbol}{NO_BREAK}", ""
        return "", f"{NO_BREAK}{symbol}"

    def quote(self, text: str) -> str:
        for mark in (self.open_quote.strip(), self.close_quote.strip()):
            text = text.replace(mark, mark * 2)
        return f"{self.open_quote}{text}{self.close_quote}"

    def say_number(self, number) -> str:
        whole, _point, fraction = format(Decimal(str(number)), "f").partition(".")
        sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
        groups = []
        while len(digits) > 3:
            groups.insert(0, digits[-3:])
            digits = digits[:-3]
        text = sign + self.thousands.join([digits, *groups])
        return f"{text}{self.decimal_point}{fraction}" if fraction else text

    def say_amount(self, number) -> str:
        """A number of the current company's currency."""
        before, after = self.currency_marks
        return f"{before}{self.say_number(number)}{after}"

    def say_date(self, day: date) -> str:
        return day.strftime(self.date_format)

    def say_period(self, period: Period, prefix: str = "period") -> str:
        """A period; "when" is the prefix of phrases that follow what happened then."""
        values = {}
        if period.kind == "dates":
            name = "from_to" if period.start and period.end else "until"
            if period.start and not period.end:
                name = "from"
            elif period.start == period.end:
                name = "on"
            if period.start:
                values["start"] = self.say_date(period.start)
            if period.end and name != "on":
                values["end"] = self.say_date(period.end)
        elif period.kind in COUNTED and period.count > 1:
            name = f"{period.kind}_{period.unit}s"
            values["count"] = self.say_number(period.count)
        else:
            name = f"{period.kind}_{period.unit}"
        phrase = self.phrases.get(f"{prefix}_{name}", self.phrases[f"period_{name}"])
        return phrase % values

    def find_record(self, info: FieldInfo, name: str) -> int | None:
        """The id of the one record of this name; None if there are none or several."""
        model = self.env[info.comodel].with_context(active_test=False)
        found = model.search([("display_name", "=", name)], limit=50)
        found = found.filtered(lambda record: record.display_name == name)
        return found.id if len(found) == 1 else None

    def say_plain(self, value) -> str:
        """A value without a field: text, number, date or yes/no."""
        if isinstance(value, bool):
            return self.phrases["yes" if value else "no"]
        if isinstance(value, int | float | Decimal):
            return self.say_number(int(value) if value == int(value) else value)
        if isinstance(value, date):
            return self.say_date(value)
        return value or ""

    def say_record(self, info: FieldInfo, record_id: int) -> str:
        """A record's name, with its id where the name alone is not enough."""
        key = (info.comodel, record_id)
        if key not in self._said:
            self._said[key] = self._name_record(info, record_id)
        return self._said[key]

    def _name_record(self, info: FieldInfo, record_id: int) -> str:
        model = self.env[info.comodel].with_context(active_test=False)
        record = model.search([("id", "=", record_id)])
        name = record.display_name or "?"
        found = self.find_record(info, name) if record else None
        return self.quote(name) + ("" if found == record_id else f" [{record_id}]")

    def say_choice(self, info: FieldInfo, value) -> str:
        if info.kind == RECORD:
            return self.say_record(info, value)
        return self.quote(self.get_selection_mention(info, value))

    @staticmethod
    def get_selection_mention(info: FieldInfo, value: str) -> str:
        """A selection's label, with its value where two have the same label."""
        labels = [label for _value, label in info.selection]
        label = dict(info.selection).get(value, value)
        return label if labels.count(label) < 2 else f"{label} [{value}]"

    def get_mention(self, target: ObjectInfo, path: str) -> str:
        """How a path is named: the names of its fields, the first with its article."""
        names = path.split(".")
        infos = [
            self.catalogue.get_field(target.code, ".".join(names[: end + 1]))
            for end in range(len(names))
        ]
        first, *others = infos
        return STEP.join([first.subject, *(info.mention for info in others)])


class Writer:
    """Says questions and conditions.

    How to use::

        sentence = Writer(words, kinds).say_question(question)

    How it works: the first form of the node's kind that takes it gives the values of
    the slots, which are said one by one and put into the form's phrase.
    """

    def __init__(self, words: Words, kinds: dict):
        self.words = words
        self.catalogue = words.catalogue
        self.forms = {name: kind.get_forms() for name, kind in kinds.items()}

    def say_question(self, question: Question) -> str:
        target = self.catalogue.objects[question.object]
        head = target.noun[:1].upper() + target.noun[1:]
        if question.where is None:
            return head
        return f"{head} {self.say(question.where, target)}"

    def say(self, node: Node, target: ObjectInfo, nested: bool = False) -> str:
        """A condition in words; a nested group stands in parentheses."""
        for form in self.forms[node.kind]:
            values = form.take(node)
            if values is not None and (text := self._fill(form, values, target)):
                if nested and isinstance(node, Group) and node.match != "none":
                    return f"({text})"
                return text
        raise ValueError(f"No words for {node!r}")

    def _fill(self, form: Form, values: dict, target: ObjectInfo) -> str | None:
        scope = {"target": target}
        texts = {}
        for name, slot in form.slots.items():
            kind, _colon, detail = slot.partition(":")
            text = getattr(self, f"_say_{kind}")(values.get(name), scope, detail)
            if text is None:
                return None
            texts[name] = text
        return self.words.phrases[form.phrase] % texts

    def _say_all(self, nodes, scope, _detail, joiner="and"):
        said = [self.say(node, scope["target"], nested=True) for node in nodes]
        return self.words.phrases[joiner].join(said)

    def _say_any(self, nodes, scope, detail):
        return self._say_all(nodes, scope, detail, "or")

    def _say_field(self, path, scope, kind):
        info = self.catalogue.get_field(scope["target"].code, path)
        if info.kind != kind:
            return None
        scope["field"] = info
        return self.words.get_mention(scope["target"], path)

    def _say_short(self, value, scope, _detail):
        path, value = value
        info = self.catalogue.get_field(scope["target"].code, path)
        if not info.short or "." in path:
            return None
        if info.kind in (SELECTION, RECORD):
            return info.short % self.words.say_choice(info, value)
        return info.short % self.words.quote(value)

    def _say_text(self, value, _scope, _detail):
        return self.words.quote(value)

    def _say_number(self, value, scope, _detail):
        info = scope.get("field")
        if info and info.type == "monetary":
            return self.words.say_amount(value)
        return self.words.say_number(value)

    def _say_period(self, value, _scope, _detail):
        return self.words.say_period(value)

    def _say_selection(self, value, scope, _detail):
        return self.words.say_choice(scope["field"], value)

    _say_record = _say_selection

    def _say_selections(self, values, scope, _detail):
        return ", ".join(self.words.say_choice(scope["field"], one) for one in values)

    _say_records = _say_selections

    def _say_relation(self, name, scope, _detail):
        info = scope["target"].fields[name]
        scope["related"] = self.catalogue.objects[info.target]
        return info.mention

    def _say_where(self, node, scope, _detail):
        return f" ({self.say(node, scope['related'])})" if node else ""

    def _say_when(self, period, _scope, _detail):
        return f" {self.words.say_period(period, 'when')}" if period else ""

    def _say_measure(self, name, scope, _detail):
        scope["field"] = scope["related"].fields[name]
        return scope["field"].mention

    def _say_named(self, record_id, _scope, model):
        """A record of ``model``, for kinds of conditions about records by name."""
        return self.words.say_record(make_reference(model), record_id)

    def _say_day(self, day, _scope, _detail):
        return self.words.say_date(day)
