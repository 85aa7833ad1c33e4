"""What is still missing before customers can connect to a service through AWS Marketplace: a checklist."""

from .reading import read_surroundings
from .submitting import submission
from .surroundings import ServiceSurroundings
from .ticking import checklist
from .verified import VerifyReport, read_report

__all__ = ["ServiceSurroundings", "VerifyReport", "checklist", "read_report", "read_surroundings", "submission"]
