"""Reads a sentence back into the question that it says."""

import re
from collections.abc import Iterator
from datetime import datetime

from .catalogue import RECORD, SELECTION, FieldInfo, ObjectInfo
from .period import COUNTED, UNITS, WHOLE, Period
from .sentence import STEP, Form, Words, make_reference, split_phrase
from .tree import Question, simplify

ID = re.compile(r" \[(\d+)\]")
DAY = re.compile(r"\d{1,4}\D\d{1,2}\D\d{1,4}")


class SentenceReader:
    """Reads what ``Writer`` writes.

    How to use::

        question = SentenceReader(words, kinds).read_question(sentence)

    How it works: every form is tried at every place where a condition may stand, slot
    by slot; each attempt yields all its continuations (value, position), so that a
    wrong beginning is taken back. The first reading that ends with the sentence wins.

    :raise ValueError: when the sentence says no question
    """

    def __init__(self, words: Words, kinds: dict):
        self.words = words
        self.catalogue = words.catalogue
        self.forms = [
            (form, split_phrase(words.phrases[form.phrase]))
            for name, kind in kinds.items()
            for form in kind.get_forms()
        ]
        self.groups = [one for one in self.forms if one[0].phrase.startswith("group_")]
        self.leaves = [one for one in self.forms if one not in self.groups]
        self.none = [one for one in self.groups if one[0].phrase == "group_none"]
        self.periods = self._get_periods("period_")
        self.times = {**self.periods, **self._get_periods("when_")}

    def _get_periods(self, prefix: str) -> dict[str, list[str]]:
        return {
            name.removeprefix(prefix): split_phrase(phrase)
            for name, phrase in self.words.phrases.items()
            if name.startswith(prefix)
        }

    def read_question(self, sentence: str) -> Question:
        text = sentence.strip()
        for target in self.catalogue.objects.values():
            head = text[: len(target.noun)]
            if head[:1].lower() + head[1:] != target.noun[:1].lower() + target.noun[1:]:
                continue
            start = len(head)
            if start == len(text):
                return Question(target.code)
            if text[start] != " ":
                continue
            for node, end in self._read_top(text, start + 1, target):
                if end == len(text):
                    return Question(target.code, simplify(node))
        raise ValueError(sentence)

    def _read_top(self, text: str, start: int, target: ObjectInfo) -> Iterator:
        """A condition or a group without parentheses around it."""
        for form, pieces in (*self.groups, *self.leaves):
            yield from self._read_form(form, pieces, text, start, target)

    def _read_nested(self, text: str, start: int, target: ObjectInfo) -> Iterator:
        for form, pieces in (*self.leaves, *self.none):
            yield from self._read_form(form, pieces, text, start, target)
        if text.startswith("(", start):
            for node, end in self._read_top(text, start + 1, target):
                if text.startswith(")", end):
                    yield node, end + 1

    def _read_form(self, form: Form, pieces, text, start, target) -> Iterator:
        state = {"target": target}
        for values, end in self._read_pieces(form, pieces, text, start, state):
            yield form.make(values), end

    def _read_pieces(self, form: Form, pieces, text, start, state) -> Iterator:
        literal, *rest = pieces
        if not text.startswith(literal, start):
            return
        start += len(literal)
        if not rest:
            yield {}, start
            return
        name, *after = rest
        kind, _colon, detail = form.slots[name].partition(":")
        read = getattr(self, f"_read_{kind}")
        for value, scope, end in read(text, start, state, detail):
            following = {**state, **scope}
            for values, last in self._read_pieces(form, after, text, end, following):
                yield {name: value, **values}, last

    def _read_all(self, text, start, state, _detail, joiner="and"):
        """Two or more conditions, joined; one only where "none of" stands before."""
        separator = self.words.phrases[joiner]
        for node, end in self._read_nested(text, start, state["target"]):
            yield (node,), {}, end
            if text.startswith(separator, end):
                rest = self._read_all(
                    text, end + len(separator), state, _detail, joiner
                )
                for nodes, scope, last in rest:
                    yield (node, *nodes), scope, last

    def _read_any(self, text, start, state, detail):
        return self._read_all(text, start, state, detail, "or")

    def _read_field(self, text, start, state, kind):
        for path, info, end in self._read_path(text, start, state["target"], "subject"):
            if info.kind == kind:
                yield path, {"field": info}, end

    def _read_path(self, text, start, target: ObjectInfo, name="mention"):
        for info in target.fields.values():
            said = getattr(info, name)
            if not text.startswith(said, start):
                continue
            end = start + len(said)
            yield info.name, info, end
            following = self.catalogue.get_object(info.target)
            if info.type == "many2one" and following and text.startswith(STEP, end):
                for path, last_info, last in self._read_path(
                    text, end + len(STEP), following
                ):
                    yield f"{info.name}.{path}", last_info, last

    def _read_short(self, text, start, state, _detail):
        for info in state["target"].fields.values():
            if not info.short:
                continue
            before, after = info.short.split("%s")
            if not text.startswith(before, start):
                continue
            for value, end in self._read_value(text, start + len(before), info):
                if text.startswith(after, end):
                    yield (info.name, value, info.kind), {}, end + len(after)

    def _read_value(self, text, start, info: FieldInfo):
        if info.kind in (SELECTION, RECORD):
            return self._read_choice(text, start, info)
        return self._read_quoted(text, start)

    def _read_quoted(self, text, start):
        if not text.startswith(self.words.open_quote, start):
            return
        start += len(self.words.open_quote)
        open_mark = self.words.open_quote.strip()
        close_mark = self.words.close_quote.strip()
        position, said = start, ""
        while position < len(text):
            one = text[position]
            if one in (open_mark, close_mark) and text[position + 1 :][:1] == one:
                position += 1
            elif one == close_mark:
                blank = self.words.close_quote.removesuffix(close_mark)
                if said.endswith(blank):
                    yield said.removesuffix(blank), position + 1
                return
            said += one
            position += 1

    def _read_text(self, text, start, _state, _detail):
        for value, end in self._read_quoted(text, start):
            yield value, {}, end

    def _read_choice(self, text, start, info: FieldInfo):
        for said, end in self._read_quoted(text, start):
            if info.kind == SELECTION:
                for value, _label in info.selection:
                    if self.words.get_selection_mention(info, value) == said:
                        yield value, end
            elif number := ID.match(text, end):
                yield int(number[1]), number.end()
            elif found := self.words.find_record(info, said):
                yield found, end

    def _read_selection(self, text, start, state, _detail):
        for value, end in self._read_choice(text, start, state["field"]):
            yield value, {}, end

    _read_record = _read_selection

    def _read_selections(self, text, start, state, detail):
        for value, end in self._read_choice(text, start, state["field"]):
            yield (value,), {}, end
            if text.startswith(", ", end):
                for values, scope, last in self._read_selections(
                    text, end + 2, state, detail
                ):
                    yield (value, *values), scope, last

    _read_records = _read_selections

    def _read_number(self, text, start, state, _detail):
        """A number; of an amount with the currency of ``Words``, or without any."""
        info = state.get("field")
        if info and info.type == "monetary":
            before, after = self.words.currency_marks
            if text.startswith(before, start):
                for value, end in self._match_number(text, start + len(before)):
                    if text.startswith(after, end):
                        yield value, {}, end + len(after)
        for value, end in self._match_number(text, start):
            yield value, {}, end

    def _match_number(self, text, start):
        thousands, point = (
            re.escape(mark) for mark in (self.words.thousands, self.words.decimal_point)
        )
        number = re.compile(
            rf"-?(?:\d{{1,3}}(?:{thousands}\d{{3}})+|\d+)(?:{point}\d+)?"
        ).match(text, start)
        if not number:
            return
        plain = number[0]
        if self.words.thousands:
            plain = plain.replace(self.words.thousands, "")
        plain = plain.replace(self.words.decimal_point, ".")
        yield float(plain) if "." in plain else int(plain), number.end()

    def _read_relation(self, text, start, state, _detail):
        for info in state["target"].fields.values():
            related = self.catalogue.get_object(info.target)
            if related and text.startswith(info.mention, start):
                yield info.name, {"related": related}, start + len(info.mention)

    def _read_measure(self, text, start, state, _detail):
        for info in state["related"].fields.values():
            if info.measurable and text.startswith(info.mention, start):
                yield info.name, {"field": info}, start + len(info.mention)

    def _read_named(self, text, start, _state, model):
        for value, end in self._read_choice(text, start, make_reference(model)):
            yield value, {}, end

    def _read_day(self, text, start, _state, _detail):
        day, end = self._match_day(text, start)
        if day:
            yield day, {}, end

    def _match_day(self, text, start):
        found = DAY.match(text, start)
        try:
            said = datetime.strptime(found[0], self.words.date_format)
        except (TypeError, ValueError):
            return None, start
        return said.date(), found.end()

    def _read_where(self, text, start, state, _detail):
        if text.startswith(" (", start):
            for node, end in self._read_top(text, start + 2, state["related"]):
                if text.startswith(")", end):
                    yield simplify(node), {}, end + 1
        yield None, {}, start

    def _read_when(self, text, start, _state, _detail):
        if text.startswith(" ", start):
            yield from self._read_dates(text, start + 1, self.times)
        yield None, {}, start

    def _read_period(self, text, start, _state, _detail):
        yield from self._read_dates(text, start, self.periods)

    def _read_dates(self, text, start, phrases):
        for name, pieces in phrases.items():
            values, end = self._read_period_values(pieces, text, start)
            if values is not None:
                yield self._make_period(name, values), {}, end

    def _read_period_values(self, pieces, text, start):
        values = {}
        for literal, slot in zip(pieces[::2], [*pieces[1::2], None], strict=True):
            if not text.startswith(literal, start):
                return None, start
            start += len(literal)
            if slot:
                read = self._match_count if slot == "count" else self._match_day
                values[slot], start = read(text, start)
                if values[slot] is None:
                    return None, start
        return values, start

    def _match_count(self, text, start):
        return next(self._match_number(text, start), (None, start))

    def _make_period(self, name: str, values: dict) -> Period:
        if name in ("from", "until", "from_to", "on"):
            start, end = values.get("start"), values.get("end")
            return Period("dates", start=start, end=start if name == "on" else end)
        kind, unit = name.rsplit("_", 1)
        if kind in WHOLE:
            return Period(kind, unit=unit)
        assert kind in COUNTED
        return Period(kind, values.get("count", 1), self._get_unit(unit))

    def _get_unit(self, unit: str) -> str:
        return unit if unit in UNITS else unit.removesuffix("s")
