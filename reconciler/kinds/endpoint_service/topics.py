"""The SNS topics that documents name for connection notifications: where they have to be. Pure."""

import re
from collections.abc import Iterator

from reconciler.limits import TOPIC_ARN_PATTERN
from reconciler.model import Document, Problem, error, note
from reconciler.regions import partition_of


def misplaced_topics(document: Document) -> Iterator[Problem]:
    """Find topics of another partition, and note those of another region: AWS does not say whether it takes them."""
    region = document.body["region"]
    for topic in document.body.get("notifications", {}):
        found, source = re.fullmatch(TOPIC_ARN_PATTERN, topic), document.at("notifications", topic)
        if found is None:
            continue  # another problem says so
        if found["partition"] != partition_of(region):
            message = f"the topic's ARN is of partition {found['partition']}, {region} is of {partition_of(region)}"
            hint = f"ARNs in {region} begin with arn:{partition_of(region)}:"
            yield error("other-partition", message, source, hint, document.address)
        elif found["region"] != region:
            message = f"the topic is in {found['region']}, the service in {region}"
            hint = "AWS does not document whether it takes such a topic; one of the service's region is safe"
            yield note("topic-region", message, source, hint, document.address)
