"""The errors that the Catalog API returns at once; the HTTP statuses are those of botocore's model (catalog 1.12)."""

from reconciler.twin.refusal import Code

VALIDATION = Code("ValidationException", status=422)
ACCESS_DENIED = Code("AccessDeniedException", status=403)
RESOURCE_NOT_FOUND = Code("ResourceNotFoundException", status=404)
RESOURCE_IN_USE = Code("ResourceInUseException", status=423)
THROTTLING = Code("ThrottlingException", "Too many requests", 429)
SERVICE_QUOTA_EXCEEDED = Code(
    "ServiceQuotaExceededException", "The maximum number of open requests per account has been exceeded.", 402
)
