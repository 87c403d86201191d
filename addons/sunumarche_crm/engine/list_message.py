"""A message to the records ticked in a list, behind which there is no mailing."""

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class ListMessage:
    """What ``MailingSpeech`` has to know of a message that is no mailing.

    It is an offer, since nobody said what else it is: what is for service only is
    sent by a mailing that says so.

    :param env: of whoever sends
    :param mailing_model_real: model of the recipients
    :param mailing_type: ``mail`` or ``sms``
    """

    env: Any
    mailing_model_real: str
    mailing_type: str

    id: ClassVar[int] = 0
    ids: ClassVar[list[int]] = []
    consent_purpose: ClassVar[str] = "prospecting"
    speech_audience: ClassVar[str] = "everybody"
    use_exclusion_list: ClassVar[bool] = True
    ab_testing_enabled: ClassVar[bool] = False

    @property
    def user_id(self):
        return self.env.user
