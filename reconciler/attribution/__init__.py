"""How each difference between a document and AWS came about: from the times of git and the change sets of AWS. Pure.

An origin is claimed only if it is proven for every field of a difference. Otherwise it is unknown, and the evidence is
listed: the change sets of others that account for some of the fields.

Example: the document of exp-a was last changed on Monday and applied. On Tuesday somebody denied prod-x by the change
set `by hand`, and AWS modified exp-a then. The document allows prod-x, so its origin is `changed_in_aws`. If the
document is changed on Wednesday, the origin is `unfinished` until it is applied: AWS has had no change since.
"""

from .deciding import MARGIN, Unproven, fact_keys, with_sets, without_sets
from .watching import NamedGroup, Watched, differing

__all__ = ["MARGIN", "NamedGroup", "Unproven", "Watched", "differing", "fact_keys", "with_sets", "without_sets"]
