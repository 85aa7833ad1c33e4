"""The errors of ACM (readiness 1.1, 1.2)."""

from reconciler.twin.refusal import Code

VALIDATION = Code("ValidationException")
INVALID_ARGS = Code("InvalidArgsException")
INVALID_ARN = Code("InvalidArnException", "{} is not the ARN of a certificate")
RESOURCE_NOT_FOUND = Code("ResourceNotFoundException", "Could not find certificate {}")
UNKNOWN = Code("UnknownOperationException", "The twin does not have the operation {} of acm")
UNREADABLE = Code("SerializationException", "The request can't be read: {}")
