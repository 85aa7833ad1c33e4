"""The public DNS, asked name server by name server; the only importer of dnspython."""

from .public import PublicDns

__all__ = ["PublicDns"]
