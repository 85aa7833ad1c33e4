"""SNS: moto's service, filled with the topics of a seed."""

from moto.sns.models import sns_backends

from reconciler.twin.topics.seed import SeededTopic


def plant_topic(seeded: SeededTopic) -> None:
    """Make a topic with its policy."""
    region, account, name = seeded.arn.split(":")[3:6]
    made = sns_backends[account][region].create_topic(name)
    if seeded.policy is not None:
        made.policy = seeded.policy
