"""What may be asked about: objects and their fields, as one user may see them."""

from dataclasses import dataclass, field

TEXT = "text"
NUMBER = "number"
BOOLEAN = "boolean"
DATE = "date"
SELECTION = "selection"
RECORD = "record"
LINES = "lines"

# Type of an Odoo field -> kind of condition that fits it.
KINDS = {
    "char": TEXT,
    "text": TEXT,
    "integer": NUMBER,
    "float": NUMBER,
    "monetary": NUMBER,
    "boolean": BOOLEAN,
    "date": DATE,
    "datetime": DATE,
    "selection": SELECTION,
    "many2one": RECORD,
    "many2many": RECORD,
    "one2many": LINES,
}


@dataclass(frozen=True)
class FieldInfo:
    """A field open to questions.

    :ivar label: how it is named on its own: in the editor, above a column
    :ivar mention: how a sentence names it, unique in its object
    :ivar subject: the same with its article, in languages that want one
    :ivar short: a pattern for "is" conditions, as in "from %s"; or empty
    :ivar target: the code of the object that a relation leads to, if it is open
    :ivar selection: pairs (value, label)
    """

    name: str
    type: str
    label: str
    mention: str
    subject: str
    short: str = ""
    target: str = ""
    comodel: str = ""
    selection: tuple[tuple[str, str], ...] = ()
    measurable: bool = False
    groupable: bool = False
    has_inverse: bool = False

    @property
    def kind(self) -> str:
        return KINDS[self.type]


@dataclass(frozen=True)
class ObjectInfo:
    """An object open to questions: a model, narrowed by a domain.

    :ivar noun: its plural inside a sentence, as in "customers"
    :ivar date_field: the field that the period of an aggregate condition is about
    """

    code: str
    model: str
    label: str
    noun: str
    domain: tuple = ()
    date_field: str = ""
    fields: dict[str, FieldInfo] = field(default_factory=dict)


@dataclass(frozen=True)
class Catalogue:
    """All that one user may ask about, by the objects' codes."""

    objects: dict[str, ObjectInfo]

    def get_object(self, code: str) -> ObjectInfo | None:
        return self.objects.get(code)

    def get_field(self, code: str, path: str) -> FieldInfo | None:
        """The last field of a path such as ``partner_id.city``; None when closed."""
        target = self.get_object(code)
        *steps, last = path.split(".")
        for step in steps:
            info = target and target.fields.get(step)
            if not info or info.type != "many2one":
                return None
            target = self.get_object(info.target)
        return target.fields.get(last) if target else None
