"""Rows of quality: specifications, plans, inspections, reports, corrective action, defects, ideas."""

from troth_site.models.quality.checklists import Checklist, ChecklistItem
from troth_site.models.quality.corrective import (
    CauseSaid,
    CorrectiveAction,
    CorrectiveDuty,
    CorrectiveStep,
    EffectCheck,
)
from troth_site.models.quality.defects import DefectType, Disclosure
from troth_site.models.quality.evidence import EvidenceFile
from troth_site.models.quality.findings import (
    FieldEntry,
    FieldSignature,
    FieldSync,
    InspectionDefect,
    InspectionPhoto,
    Measurement,
)
from troth_site.models.quality.ideas import Idea, MethodAlternative
from troth_site.models.quality.inspections import ClassSample, Inspection, SamplingResumption, SamplingState
from troth_site.models.quality.lot_draws import LotDraw
from troth_site.models.quality.plans import Checkpoint, OrderCheckpoint, PlanSignature, QualityPlan, QualityPlanVersion
from troth_site.models.quality.programmes import InspectionProgramme
from troth_site.models.quality.reports import InspectionReport, LotDecision, ReportPaper, ReportRemark
from troth_site.models.quality.second_looks import LookAnswer, SecondLook
from troth_site.models.quality.specifications import (
    ApprovedSample,
    Product,
    Requirement,
    SpecificationSignature,
    SpecificationVersion,
)
from troth_site.models.quality.training import Trainee, Training
from troth_site.models.quality.wordings import WordingTranslation

__all__ = [
    "ApprovedSample",
    "CauseSaid",
    "Checklist",
    "ChecklistItem",
    "Checkpoint",
    "ClassSample",
    "CorrectiveAction",
    "CorrectiveDuty",
    "CorrectiveStep",
    "DefectType",
    "Disclosure",
    "EffectCheck",
    "EvidenceFile",
    "FieldEntry",
    "FieldSignature",
    "FieldSync",
    "Idea",
    "Inspection",
    "InspectionDefect",
    "InspectionPhoto",
    "InspectionProgramme",
    "InspectionReport",
    "LookAnswer",
    "LotDecision",
    "LotDraw",
    "Measurement",
    "MethodAlternative",
    "OrderCheckpoint",
    "PlanSignature",
    "Product",
    "QualityPlan",
    "QualityPlanVersion",
    "ReportPaper",
    "ReportRemark",
    "Requirement",
    "SamplingResumption",
    "SamplingState",
    "SecondLook",
    "SpecificationSignature",
    "SpecificationVersion",
    "Trainee",
    "Training",
    "WordingTranslation",
]  # fmt: skip
