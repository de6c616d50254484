"""The pages of quality: products and plans, inspections, corrective action, defects, ideas."""
