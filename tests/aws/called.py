"""The calls that are allowed, of all kinds."""

from reconciler.aws.calls import CallList
from tests.verbs import VERB

CALLS = CallList.of(VERB.values())
READS, WRITES = CALLS.reads, CALLS.writes
