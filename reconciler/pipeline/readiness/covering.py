"""Which names a certificate covers (readiness 1.3). Pure.

Example: `*.example.com` covers `api.example.com`, and neither `example.com` nor `a.api.example.com`.
"""

from reconciler.ports import Certificate


def covers(certificate: Certificate, name: str) -> bool:
    """Tell whether *certificate* has *name*, or a wildcard that stands for exactly its first label."""
    wanted, stated = name.lower(), {one.lower() for one in certificate.names}
    label, _, parent = wanted.partition(".")
    return wanted in stated or (label != "*" and bool(label and parent) and f"*.{parent}" in stated)
