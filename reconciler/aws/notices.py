"""Messages to SNS and EventBridge, with clients that can make one call and no other.

The region is that of the recipient's ARN, and so is the account: a recipient in an account for which the settings name
a role is told with that role. Any other is told with the credentials that boto3's chain finds. For a member of a fleet,
its own role is assumed before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from botocore.session import Session

from reconciler.errors import Rejected
from reconciler.interruption import Interruption
from reconciler.model import Verb
from reconciler.ports import Clock
from reconciler.recipients import Channel, Message, Recipient
from reconciler.settings import Role, Settings

from .access import Access
from .answer import Answer
from .caller import Caller
from .calls import CallList
from .credentials import assumed, found_by, use
from .errors import one_line, telling, unset
from .log import Log
from .service import Service
from .session import client_config, watched_session
from .traffic import Traffic

VERBS: Final[Mapping[Channel, Verb]] = {
    Channel.TOPIC: Verb(name="Publish", service="sns", iam="sns:Publish"),
    Channel.BUS: Verb(name="PutEvents", service="events", iam="events:PutEvents"),
}
"""The only call that the client of a recipient can make."""
NOTICE_ACTIONS: Final = tuple(sorted(verb.iam for verb in VERBS.values()))
"""The IAM actions of `drift --notify`."""
SOURCE: Final = "reconciler"
DETAIL_TYPE: Final = "Drift"
_SESSION: Final = "reconciler-notify"


def notice_calls(channel: Channel) -> CallList:
    """Return the list of calls of a client for *channel*, which has one call."""
    return CallList({str(VERBS[channel]): VERBS[channel]}, writing=True)


@dataclass(frozen=True, slots=True)
class Notices:
    """Sends messages to recipients in AWS; *settings* is None where reconciler.yaml could not be read.

    *first* is the role that is assumed before any other.
    """

    settings: Settings | None
    clock: Clock
    interruption: Interruption
    log: Log
    first: Role | None = None

    def send(self, recipient: Recipient, message: Message) -> None:
        """Send *message* once. Raises CallFailed, and InvalidInput or Unreadable when no client can be made."""
        verb = VERBS[recipient.channel]
        answer = self._service(recipient, verb).write(verb.name, **_parameters(recipient, message))
        if recipient.channel is Channel.BUS:
            _check_accepted(answer, verb)

    def _service(self, recipient: Recipient, verb: Verb) -> Service:
        """Return the service of *verb* in the region of the recipient, which can make that call alone."""
        roles = [role for role in (self.first, self._role(recipient.account)) if role]
        caller = Caller(role=roles[-1].arn if roles else None, session_name=_SESSION)
        with telling(lambda error: unset(error, caller)):
            session = watched_session(
                calls=notice_calls(recipient.channel),
                clock=self.clock,
                interruption=self.interruption,
                traffic=Traffic(self.clock, self.log),
                account=recipient.account,
            )
            caller = Caller(session.profile, caller.role, session_name=_SESSION)
            _identify(session, roles, recipient.region, caller)
        return Access(lambda: session, client_config(session), caller).service(verb.service, recipient.region)

    def _role(self, account: str) -> Role | None:
        """Return the role that the settings name for *account*."""
        if self.settings is None:
            return None
        marketplace = self.settings.marketplace
        roles = {seller.account: seller.role for seller in reversed(self.settings.sellers)}
        return ({**roles, marketplace.account: marketplace.role} if marketplace else roles).get(account)


def _identify(session: Session, roles: Sequence[Role], region: str, caller: Caller) -> None:
    """Give *session* the credentials of the last of *roles*, each assumed with those before; boto3's chain is first."""
    session.set_config_variable("region", region)  # botocore needs a region for its own calls for credentials
    found, config = found_by(session), client_config(session)
    for role in roles:
        found = assumed(session, role, found, region, config, caller)
    use(session, found)


def _parameters(recipient: Recipient, message: Message) -> Mapping[str, Any]:
    """Return the parameters of the call, as botocore takes them."""
    if recipient.channel is Channel.BUS:
        entry = {"Source": SOURCE, "DetailType": DETAIL_TYPE, "Detail": message.body}
        return {"Entries": [{**entry, "EventBusName": recipient.address}]}
    order = {"MessageGroupId": message.group, "MessageDeduplicationId": message.token} if recipient.ordered else {}
    return {"TopicArn": recipient.address, "Message": message.body, "Subject": message.subject, **order}


def _check_accepted(answer: Answer, verb: Verb) -> None:
    """Raise Rejected if EventBridge did not take the event, which it answers with HTTP 200, too (its API reference)."""
    if answer.value.get("FailedEntryCount") == 0:
        return
    entry = next(iter(answer.structures_or_none("Entries")), answer)
    code, said = entry.text_or("ErrorCode", "") or "Unknown", entry.text_or("ErrorMessage", "")
    raise Rejected(
        one_line(f"{code}: {said}") if said else code, code=code, operation=verb.name, request_id=answer.request_id
    )
