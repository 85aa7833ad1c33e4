"""The verbs of all kinds by name, for requests that tests make by hand."""

from collections.abc import Mapping

from reconciler.kinds.endpoint_service import verbs as of_services
from reconciler.kinds.experience import verbs as of_experiences
from reconciler.model import Verb

VERB: Mapping[str, Verb] = {verb.name: verb for verb in (*of_experiences.VERBS, *of_services.VERBS)}
