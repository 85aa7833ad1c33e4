"""ACM as the port `Certificates` of one seller in one region (readiness 1.1, 1.2).

A list that asks for nothing leaves out certificates with long keys and those of ACME clients, without saying so. So
every key and every origin is asked for.
"""

from typing import Final

from reconciler.parallel import in_parallel
from reconciler.ports import Certificate
from reconciler.readiness_limits import CERTIFICATE_KEYS, CERTIFICATE_ORIGINS, CERTIFICATES_PAGE

from .answer import Answer
from .service import Service

_ALL: Final = {
    "Includes": {"keyTypes": list(CERTIFICATE_KEYS)},
    "CertificateKeyPairOrigins": list(CERTIFICATE_ORIGINS),
    "MaxItems": CERTIFICATES_PAGE,
}


class CertificatesApi:
    """Reads certificates in pages of the largest size that ACM allows."""

    def __init__(self, service: Service) -> None:
        """Make the calls through *service* (`acm`), whose client is for one region."""
        self._service = service

    def all(self) -> tuple[Certificate, ...]:
        """Return every certificate: of every status, key and origin; every page.

        A list has at most 100 names of a certificate; those with more are described.
        """
        pages = self._service.pages("ListCertificates", **_ALL)
        listed = [item for page in pages for item in page.structures_or_none("CertificateSummaryList")]
        return tuple(in_parallel(self._whole, listed))

    def failure(self, arn: str) -> str | None:
        """Return why ACM did not issue a certificate, in ACM's words; None where it does not say."""
        return self._described(arn).text_or_none("FailureReason")

    def _whole(self, item: Answer) -> Certificate:
        names = item.texts("SubjectAlternativeNameSummaries")
        if item.value.get("HasAdditionalSubjectAlternativeNames"):
            names = self._described(item.id("CertificateArn")).texts("SubjectAlternativeNames")
        return Certificate(
            arn=item.id("CertificateArn"),
            names=tuple(dict.fromkeys(filter(None, (item.text_or("DomainName", ""), *names)))),
            status=item.id("Status"),
            expires=item.moment_or_none("NotAfter"),
        )

    def _described(self, arn: str) -> Answer:
        return self._service.of(arn).read("DescribeCertificate", CertificateArn=arn).inside("Certificate")
