"""Certificates as ACM answers them: ListCertificates with the filters that it has by default, and DescribeCertificate.

Example: a seed has certificates with the keys RSA_2048 and EC_prime256v1. A list without `Includes.keyTypes` has the
first only, and nothing in the answer says so.
"""

import re
from calendar import timegm
from collections.abc import Iterator, Mapping, Sequence
from time import strptime
from typing import Any, Final

from reconciler import readiness_limits
from reconciler.twin.pages import page

from .codes import INVALID_ARGS, INVALID_ARN, RESOURCE_NOT_FOUND, VALIDATION
from .seed import SeededCertificate

KEYS_BY_DEFAULT: Final = ("RSA_1024", "RSA_2048")
"""The keys of a list that asks for none (readiness 1.1)."""
ORIGINS_BY_DEFAULT: Final = ("AWS_MANAGED", "CUSTOMER_PROVIDED")
"""The origins of a list that asks for none: certificates of ACME clients are not among them (readiness 1.1)."""
NAMES: Final = 100
"""Names of a certificate in a list; DescribeCertificate has the rest (readiness 1.1)."""


def list_certificates(found: Sequence[SeededCertificate], sent: Mapping[str, Any]) -> dict[str, Any]:
    """List one page of the certificates of an account in a region.

    Raises:
        Refusal: MaxItems is out of range, the token belongs to no such list, or a filter has an unknown value.
    """
    most = sent.get("MaxItems", readiness_limits.CERTIFICATES_PAGE)
    if not 1 <= most <= readiness_limits.CERTIFICATES_PAGE:
        raise VALIDATION(f"MaxItems must be from 1 to {readiness_limits.CERTIFICATES_PAGE}")
    listed = [one for one in found if _asked(one, sent)]
    items, following = page(listed, {name: sent[name] for name in sent if name != "MaxItems"}, most, INVALID_ARGS)
    return {"CertificateSummaryList": [_summary(one) for one in items], **following}


def describe_certificate(found: Sequence[SeededCertificate], sent: Mapping[str, Any]) -> dict[str, Any]:
    """Describe one certificate of an account in a region.

    Raises:
        Refusal: what is sent is no ARN of a certificate, or the account has no such certificate in the region.
    """
    arn = sent["CertificateArn"]
    if not re.fullmatch(readiness_limits.CERTIFICATE_ARN_PATTERN, arn, re.ASCII):
        raise INVALID_ARN(arn)
    for one in found:
        if one.arn == arn:
            return {"Certificate": _described(one)}
    raise RESOURCE_NOT_FOUND(arn)


def _asked(one: SeededCertificate, sent: Mapping[str, Any]) -> bool:
    """Tell whether a list has *one*: its status, key and origin are among those asked for, or those by default."""
    keys = sent.get("Includes", {}).get("keyTypes")
    origins, statuses = sent.get("CertificateKeyPairOrigins"), sent.get("CertificateStatuses")
    return (
        one.key in _known(keys, readiness_limits.CERTIFICATE_KEYS, KEYS_BY_DEFAULT)
        and one.origin in _known(origins, readiness_limits.CERTIFICATE_ORIGINS, ORIGINS_BY_DEFAULT)
        and one.status in _known(statuses, readiness_limits.CERTIFICATE_STATUSES, readiness_limits.CERTIFICATE_STATUSES)
    )


def _known(asked: Sequence[str] | None, known: Sequence[str], default: Sequence[str]) -> Sequence[str]:
    unknown = [one for one in asked or () if one not in known]
    if unknown:
        raise VALIDATION(f"Value '{unknown[0]}' failed to satisfy constraint: Member must satisfy enum value set")
    return asked or default


def _summary(one: SeededCertificate) -> dict[str, Any]:
    return {
        "CertificateArn": one.arn,
        "DomainName": one.names[0],
        "SubjectAlternativeNameSummaries": list(one.names[:NAMES]),
        "HasAdditionalSubjectAlternativeNames": len(one.names) > NAMES,
        "InUse": bool(one.used_by),
        **_facts(one),
    }


def _described(one: SeededCertificate) -> dict[str, Any]:
    return {
        "CertificateArn": one.arn,
        "DomainName": one.names[0],
        "SubjectAlternativeNames": list(one.names),
        "InUseBy": list(one.used_by),
        **_facts(one),
        **({"FailureReason": one.failure} if one.failure else {}),
        **({"DomainValidationOptions": list(_validations(one))} if one.type == "AMAZON_ISSUED" else {}),
    }


def _facts(one: SeededCertificate) -> dict[str, Any]:
    stated = {"NotAfter": timegm(strptime(one.expires, "%Y-%m-%dT%H:%M:%SZ"))} if one.expires else {}
    return {
        "Status": one.status,
        "Type": one.type,
        "KeyAlgorithm": one.key,
        "CertificateKeyPairOrigin": one.origin,
        **stated,
    }


def _validations(one: SeededCertificate) -> Iterator[dict[str, Any]]:
    """Yield the record that proves each name; a wildcard has that of the name below it."""
    states = {"ISSUED": "SUCCESS", "PENDING_VALIDATION": "PENDING_VALIDATION"}
    for name in one.names:
        record = {"Name": f"_{'0' * 32}.{name.removeprefix('*.')}.", "Type": "CNAME"}
        yield {
            "DomainName": name,
            "ValidationMethod": "DNS",
            "ValidationStatus": states.get(one.status, "FAILED"),
            "ResourceRecord": {**record, "Value": f"_{'1' * 32}.acm-validations.aws."},
        }
