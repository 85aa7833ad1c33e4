"""The operations of Amazon SNS on topics (SNS API reference)."""

from reconciler.model import Rule, Verb

LIST = Verb(
    name="ListTopics",
    service="sns",
    iam="sns:ListTopics",
    writes=False,
    rows="Topics",
    columns={"arn": "TopicArn"},
)
ATTRIBUTES = Verb(
    name="GetTopicAttributes",
    service="sns",
    iam="sns:GetTopicAttributes",
    writes=False,
    columns={"display_name": "Attributes.DisplayName", "policy": "Attributes.Policy"},
)
CREATE = Verb(name="CreateTopic", service="sns", iam="sns:CreateTopic", makes=True, created_at="TopicArn")
SET = Verb(name="SetTopicAttributes", service="sns", iam="sns:SetTopicAttributes", rank=1, object_in="TopicArn")
DELETE = Verb(
    name="DeleteTopic", service="sns", iam="sns:DeleteTopic", rank=2, object_in="TopicArn", ends=True, asks=Rule.DELETE
)
VERBS = (LIST, ATTRIBUTES, CREATE, SET, DELETE)
