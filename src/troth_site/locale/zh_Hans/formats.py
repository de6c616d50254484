"""How Chinese writes numbers. Django leaves thousands ungrouped; invoices in China group them by three."""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
