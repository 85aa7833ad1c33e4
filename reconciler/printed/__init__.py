"""The JSON that reconciler prints and writes: its types, and beside them its JSON Schemas. It does nothing.

`PlanJson` is the JSON of a plan, and so on. The schemas (`plan.schema.json` and so on) say the same to other programs,
with a description of each key; docs/json.md says it to people.
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
    "SummaryJson",
    "UnmanagedJson",
    "ValidationJson",
    "ValueChangeJson",
    "bundled",
    "printed_schemas",
]
