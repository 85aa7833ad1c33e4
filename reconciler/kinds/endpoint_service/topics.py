"""The SNS topics that documents name for connection notifications: where they are. Pure."""

import re
from collections.abc import Iterable, Iterator

from reconciler.model import Document, Problem, error, note
from reconciler.privatelink_limits import TOPIC_ARN_PATTERN
from reconciler.regions import partition_of
from reconciler.settings import Seller


def misplaced_topics(document: Document, seller: Seller) -> Iterator[Problem]:
    """Find topics of another partition, and note those of another region or account, whose policies are not read.

    AWS does not say whether it takes a topic of another region.
    """
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
            message = f"the topic is in {found['region']}, the service in {region}: its policy is not checked"
            hint = "AWS does not document whether it takes such a topic; one of the service's region is safe"
            yield note("topic-region", message, source, hint, document.address)
        elif found["account"] != seller.account:
            message = f"the topic belongs to {found['account']}, seller {seller.name} is {seller.account}"
            hint = "check there that its policy lets vpce.amazonaws.com publish"
            yield note("topic-account", f"{message}: its policy is not checked", source, hint, document.address)


def checked_topics(stated: Iterable[str], region: str, account: str) -> Iterator[str]:
    """Return the topics of *region* and *account*; of every account if it is not known."""
    for topic in stated:
        found = re.fullmatch(TOPIC_ARN_PATTERN, topic)
        if found and found["region"] == region and account in {"", found["account"]}:
            yield topic
