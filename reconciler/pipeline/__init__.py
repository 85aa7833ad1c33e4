"""The program in one screen: load, observe, plan, prove, apply, answer, adopt, migrate, restate, format, attribute.

Kinds and clients are parameters: nothing here knows which kinds there are, or how AWS is reached.
"""

from typing import TYPE_CHECKING

from reconciler.faces import face
from reconciler.model import Acceptance

if TYPE_CHECKING:
    from reconciler.execute import Conduct

    from .adopting import Adopted, AdoptOptions, Proposed, adopt, adopt_all, propose
    from .applying import Run, apply
    from .attributing import attributed, watched
    from .federating import PLAN_ROLE, Federated, FederateOptions, ImportedOrganization, federate
    from .formatting import FormattedFile, format_files
    from .loading import (
        Divided,
        Repository,
        Sources,
        accounts_in,
        accounts_of,
        is_fleet,
        likely_meant,
        load,
        load_divided,
        load_target,
        read_fleet,
        read_settings,
        sources_of,
        stated_recipients,
    )
    from .metering import Meter
    from .migrating import MOST_BYTES, Migrated, MigrateOptions, SampleFile, bucket_files, is_read, migrate
    from .planning import Planning, PlanOptions, check_acceptances, check_selectors, plan
    from .querying import (
        MEMBER_STATES,
        JointRefusal,
        Subscribers,
        check_endpoints,
        connections,
        effective,
        fleet_answer,
        fleet_code,
        fleet_digest,
        joint_refusals,
        member_answer,
        sheet,
        subscribers,
        unused_acceptances,
        worst_code,
    )
    from .readiness import ServiceSurroundings, VerifyReport, checklist, read_report, read_surroundings, submission
    from .restating import Difference, Kept, Restated, differing, restate
    from .retracing import FileVersions, LastEdits, PastCommit, Retracing
    from .verifying import EndpointOptions, Means, verify, verify_code

__all__ = [
    "MEMBER_STATES",
    "MOST_BYTES",
    "PLAN_ROLE",
    "Acceptance",
    "AdoptOptions",
    "Adopted",
    "Conduct",
    "Difference",
    "Divided",
    "EndpointOptions",
    "FederateOptions",
    "Federated",
    "FileVersions",
    "FormattedFile",
    "ImportedOrganization",
    "JointRefusal",
    "Kept",
    "LastEdits",
    "Means",
    "Meter",
    "MigrateOptions",
    "Migrated",
    "PastCommit",
    "PlanOptions",
    "Planning",
    "Proposed",
    "Repository",
    "Restated",
    "Retracing",
    "Run",
    "SampleFile",
    "ServiceSurroundings",
    "Sources",
    "Subscribers",
    "VerifyReport",
    "accounts_in",
    "accounts_of",
    "adopt",
    "adopt_all",
    "apply",
    "attributed",
    "bucket_files",
    "check_acceptances",
    "check_endpoints",
    "check_selectors",
    "checklist",
    "connections",
    "differing",
    "effective",
    "federate",
    "fleet_answer",
    "fleet_code",
    "fleet_digest",
    "format_files",
    "is_fleet",
    "is_read",
    "joint_refusals",
    "likely_meant",
    "load",
    "load_divided",
    "load_target",
    "member_answer",
    "migrate",
    "plan",
    "propose",
    "read_fleet",
    "read_report",
    "read_settings",
    "read_surroundings",
    "restate",
    "sheet",
    "sources_of",
    "stated_recipients",
    "submission",
    "subscribers",
    "unused_acceptances",
    "verify",
    "verify_code",
    "watched",
    "worst_code",
]

__getattr__ = face(
    __name__,
    {
        "reconciler.execute": "Conduct",
        ".adopting": "Adopted AdoptOptions Proposed adopt adopt_all propose",
        ".applying": "Run apply",
        ".attributing": "attributed watched",
        ".federating": "PLAN_ROLE FederateOptions Federated ImportedOrganization federate",
        ".formatting": "FormattedFile format_files",
        ".loading": "Divided Repository Sources accounts_in accounts_of is_fleet likely_meant load load_divided "
        "load_target read_fleet read_settings sources_of stated_recipients",
        ".metering": "Meter",
        ".migrating": "MOST_BYTES MigrateOptions Migrated SampleFile bucket_files is_read migrate",
        ".planning": "Planning PlanOptions check_acceptances check_selectors plan",
        ".readiness": "ServiceSurroundings VerifyReport checklist read_report read_surroundings submission",
        ".querying": "MEMBER_STATES JointRefusal Subscribers check_endpoints connections effective fleet_answer "
        "fleet_code fleet_digest joint_refusals member_answer sheet subscribers unused_acceptances "
        "worst_code",
        ".restating": "Difference Kept Restated differing restate",
        ".retracing": "FileVersions LastEdits PastCommit Retracing",
        ".verifying": "EndpointOptions Means verify verify_code",
    },
)
