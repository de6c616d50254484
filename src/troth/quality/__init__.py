"""Quality: sampling plans, verdicts, defect rates, control charts, corrective action."""
