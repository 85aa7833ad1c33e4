"""The errors that the Catalog API answers at once; each HTTP status comes from botocore's model."""

from moto.core.exceptions import ServiceException


class ValidationException(ServiceException):
    """HTTP 422: the request is not one that the service would start on."""

    code = "ValidationException"


class AccessDeniedException(ServiceException):
    """HTTP 403."""

    code = "AccessDeniedException"


class ResourceNotFoundException(ServiceException):
    """HTTP 404: no such entity or change set, or none that the caller may see."""

    code = "ResourceNotFoundException"


class ResourceInUseException(ServiceException):
    """HTTP 423: a running change set holds the entity."""

    code = "ResourceInUseException"


class ThrottlingException(ServiceException):
    """HTTP 429: more requests a second than the quota of the operation."""

    code = "ThrottlingException"


class ServiceQuotaExceededException(ServiceException):
    """HTTP 402: too many open change sets."""

    code = "ServiceQuotaExceededException"
    message = "The maximum number of open requests per account has been exceeded."


class InternalServiceException(ServiceException):
    """HTTP 500."""

    code = "InternalServiceException"
