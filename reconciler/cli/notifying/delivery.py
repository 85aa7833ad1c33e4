"""The way of one message to its recipient: an AWS API for topics and buses, a request for webhooks."""

from reconciler.aws.notices import Notices
from reconciler.parallel import aside
from reconciler.recipients import Channel, Message, Recipient
from reconciler.spelling import moment

from .webhook import post


def delivered(recipient: Recipient, message: Message, notices: Notices) -> None:
    """Send *message*: with *notices* if the recipient is in AWS. Raises ReconcilerError, which quotes no URL."""
    if recipient.channel is not Channel.WEBHOOK:
        notices.send(recipient, message)
        return
    status = aside(lambda: post(recipient, message.chat))
    notices.log.call(f"{moment(notices.clock.now())} POST {recipient}: {status}")
