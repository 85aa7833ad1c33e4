"""The addresses of the service, for moto's dispatcher."""

from typing import Final

from .models import METHODS
from .responses import MarketplaceCatalogResponse

HOST: Final = "catalog.marketplace.us-east-1.amazonaws.com"

url_bases = [r"https?://catalog\.marketplace\.(.+)\.amazonaws\.com"]

url_paths = {f"{{0}}/{operation}$": MarketplaceCatalogResponse.dispatch for operation in METHODS}
