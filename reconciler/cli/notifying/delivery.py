"""The way of one message to its recipient: an AWS API for topics and buses, a request for webhooks."""

from reconciler.aws.log import Log
from reconciler.aws.notices import Notices
from reconciler.interruption import Interruption
from reconciler.parallel import aside
from reconciler.ports import Clock
from reconciler.recipients import Channel, Message, Recipient
from reconciler.settings import Settings
from reconciler.spelling import moment

from .webhook import post


def delivered(
    recipient: Recipient, message: Message, settings: Settings | None, clock: Clock, stop: Interruption, log: Log
) -> None:
    """Send *message*, with the roles of *settings*. Raises ReconcilerError, which quotes no URL."""
    if recipient.channel is not Channel.WEBHOOK:
        Notices(settings, clock, stop, log).send(recipient, message)
        return
    status = aside(lambda: post(recipient, message.chat))
    log.call(f"{moment(clock.now())} POST {recipient}: {status}")
