"""The errors of both services; the HTTP statuses are those of botocore's models (subscribers 1.3, 2.1)."""

from reconciler.twin.refusal import Code

VALIDATION = Code("ValidationException", "{} (reason: {})")
INVALID_TOKEN = Code("ValidationException", "{} (reason: INVALID_NEXT_TOKEN)")
ACCESS_DENIED = Code("AccessDeniedException", status=403)
RESOURCE_NOT_FOUND = Code("ResourceNotFoundException", "Agreement {} was not found", 404)
THROTTLING = Code("ThrottlingException", "Rate exceeded", 429)
INVALID_PARAMETER = Code("InvalidParameterException")
