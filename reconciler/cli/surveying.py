"""What AWS says about the account of the credentials, for `init`; where it says nothing, `init` goes on without."""

from collections.abc import Mapping

from reconciler.aws.calls import CallList
from reconciler.aws.log import Log
from reconciler.aws.session import clients
from reconciler.errors import ReconcilerError
from reconciler.interruption import Interruption
from reconciler.kinds import all_verbs
from reconciler.ports import Clock
from reconciler.starter import Survey, survey, survey_settings


def surveyed(environment: Mapping[str, str], clock: Clock, stop: Interruption, log: Log) -> Survey:
    """Read the account with clients that refuse to write; *environment* may name a region."""
    settings = survey_settings(environment)
    try:
        calls = CallList.of(all_verbs())
        made = clients(settings, calls, clock=clock, environ=environment, interruption=stop, log=log)
    except ReconcilerError as error:
        return Survey(unread=(error.message,))
    return survey(made)
