"""Types and JSON Schemas of the JSON that reconciler prints and writes.

`PlanJson` is the type of a plan's JSON, and `plan.schema.json` the schema with a description of each key; a test proves
that both have the same keys. docs/json.md says how to read the JSON.
"""

from .effective import (
    CatalogueJson,
    DecisionJson,
    EffectiveAccountJson,
    EffectiveGroupJson,
    EffectiveJson,
    End,
    MayBuyJson,
    ProductsJson,
    SkippedJson,
)
from .plan import (
    BudgetJson,
    ChangeJson,
    DigestedJson,
    DnsRecordJson,
    ExposureJson,
    FieldChangeJson,
    GroupJson,
    ImpactJson,
    LostServiceJson,
    OperationJson,
    OptionsJson,
    PlanJson,
    PreconditionJson,
    ProofJson,
    ResidualAccessJson,
    SetChangeJson,
    SummaryJson,
    UnmanagedJson,
    ValueChangeJson,
)
from .problem import ProblemJson
from .report import ExposedJson, OutcomeErrorJson, OutcomeJson, RunReportJson
from .schemas import SUFFIX, bundled, printed_schemas
from .spent import SpentJson
from .validate import ReadJson, ValidationJson

__all__ = [
    "SUFFIX",
    "BudgetJson",
    "CatalogueJson",
    "ChangeJson",
    "DecisionJson",
    "DigestedJson",
    "DnsRecordJson",
    "EffectiveAccountJson",
    "EffectiveGroupJson",
    "EffectiveJson",
    "End",
    "ExposedJson",
    "ExposureJson",
    "FieldChangeJson",
    "GroupJson",
    "ImpactJson",
    "LostServiceJson",
    "MayBuyJson",
    "OperationJson",
    "OptionsJson",
    "OutcomeErrorJson",
    "OutcomeJson",
    "PlanJson",
    "PreconditionJson",
    "ProblemJson",
    "ProductsJson",
    "ProofJson",
    "ReadJson",
    "ResidualAccessJson",
    "RunReportJson",
    "SetChangeJson",
    "SkippedJson",
    "SpentJson",
    "SummaryJson",
    "UnmanagedJson",
    "ValidationJson",
    "ValueChangeJson",
    "bundled",
    "printed_schemas",
]
