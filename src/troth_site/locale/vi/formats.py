"""How Vietnamese writes numbers. Django leaves thousands ungrouped; invoices in Vietnam group them by three."""

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
