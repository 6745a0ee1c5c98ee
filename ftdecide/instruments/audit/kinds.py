"""Every kind of issue, in the order of the report."""

from __future__ import annotations

from ftdecide.instruments.audit import (
    duplicate,
    imbalance,
    label_error,
    leakage,
    mojibake,
    outlier,
    pii,
    record_form,
    secret,
    too_long,
)
from ftdecide.instruments.audit.issue import Kind

# In the order of the report and of the work, by harm: what can hurt somebody as long as any copy of the file is about,
# what makes your test lie, what stops a run and so cannot be overlooked, what teaches badly, what only asks for a look.
KINDS: tuple[Kind, ...] = (
    secret.KIND,
    pii.KIND,
    leakage.KIND,
    record_form.UNREADABLE,
    record_form.SCHEMA,
    duplicate.CONTRADICTION,
    label_error.KIND,
    duplicate.EXACT,
    duplicate.NEAR,
    too_long.KIND,
    mojibake.KIND,
    imbalance.KIND,
    outlier.KIND,
)
# Issues that a probability speaks of; the others are certain.
SUSPECTED = (label_error.KIND.name,)

# The quality that a record with an issue has at most; a copy is no worse than its original, only superfluous.
QUALITY_AT_MOST = {
    "unreadable": 0.0, "schema": 0.0, "secret": 0.05, "pii": 0.2, "leakage": 0.2, "contradiction": 0.3,
    "exact_duplicate": 0.4, "near_duplicate": 0.45, "too_long": 0.4, "mojibake": 0.4, "outlier": 0.5,
}  # fmt: skip
