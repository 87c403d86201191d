"""What every answer of a question is made from."""

from odoo.fields import Domain

from .answer_cells import CellWriter
from .catalogue import Catalogue, ObjectInfo
from .presentation import Presentation
from .sentence import STEP


class Answer:
    """A question's records, shown in one way to the user of ``env``.

    :param target: the object that the question is about
    :param domain: which of its records answer; applied with the user's rights
    :param presentation: how they are shown
    """

    def __init__(
        self,
        env,
        catalogue: Catalogue,
        target: ObjectInfo,
        domain: Domain,
        presentation: Presentation,
    ):
        self.env = env
        self.catalogue = catalogue
        self.target = target
        self.model = env[target.model]
        self.domain = domain
        self.presentation = presentation
        self.cells = CellWriter(env)

    def get_label(self, path: str) -> str:
        """The names of a path's fields."""
        names = path.split(".")
        return STEP.join(
            self.catalogue.get_field(self.target.code, ".".join(names[: end + 1])).label
            for end in range(len(names))
        )
