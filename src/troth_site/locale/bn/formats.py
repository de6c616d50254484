"""How Bengali writes numbers here: by thousands and in the trade's figures, as export papers of Bangladesh do."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
