"""A message to many, as far as it decides who may receive it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Message:
    """What ``Suppression`` has to know of a message; a mailing need not be behind it.

    :param env: of whoever sends
    :param model_name: model of the recipients
    :param channel: ``email``, ``sms`` or ``post``
    :param purpose: an offer, unless somebody said what else it is
    :param audience: ``everybody``, ``customers`` or ``prospects``
    :param obeys_block_list: whether core's list of blocked addresses counts
    :param sender: the user whose company's limit of messages holds; of ``env`` without
    :param mailing_id: the mailing, 0 if there is none
    :param same_mailing_ids: the mailings of which one person receives one
    """

    env: Any
    model_name: str
    channel: str
    purpose: str = "prospecting"
    audience: str = "everybody"
    obeys_block_list: bool = True
    sender: Any = None
    mailing_id: int = 0
    same_mailing_ids: tuple[int, ...] = ()
