"""The enterprises whose reports are measured."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from .enterprise import LARGE, MEDIUM, SMALL, Size

SIZES: Final[Mapping[str, Size]] = {
    "100 accounts": replace(SMALL, accounts=100),
    "2,000 accounts": MEDIUM,
    "10,000 accounts, 100,000 entries": LARGE,
}
