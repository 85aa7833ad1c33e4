"""What a new repository is about, as the texts of its files. Pure: its callers ask the user, and read and write.

Example: a marketplace in 111111111111 and the repository acme/governance of GitHub make reconciler.yaml with that
account, workflows, and a CloudFormation template whose apply role trusts `repo:acme/governance:environment:production`
alone.
"""

from .files import SETTINGS_FILE, home, starter_files
from .new_repository import (
    Ci,
    NewRepository,
    Project,
    read_account,
    read_ci,
    read_organization,
    read_project,
    read_sellers,
    seller_text,
    usable_branch,
)
from .remotes import read_remote
from .surveying import HERE, Survey, survey, survey_settings

__all__ = [
    "HERE",
    "SETTINGS_FILE",
    "Ci",
    "NewRepository",
    "Project",
    "Survey",
    "home",
    "read_account",
    "read_ci",
    "read_organization",
    "read_project",
    "read_remote",
    "read_sellers",
    "seller_text",
    "starter_files",
    "survey",
    "survey_settings",
    "usable_branch",
]
