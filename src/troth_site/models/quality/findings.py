"""What was seen in an inspection, entry by entry, each with who, when and where; nothing that came is overwritten."""

from django.db import models

from troth_site.models.choices import one_of
from troth_site.models.quality.choices import DefectClass


class FieldSync(models.Model):
    """One parcel a device sent; the same parcel again changes nothing and is answered alike."""

    inspection = models.ForeignKey("troth_site.Inspection", on_delete=models.CASCADE, related_name="syncs")
    parcel = models.UUIDField(unique=True)
    device = models.CharField(max_length=64)
    person = models.ForeignKey("troth_site.Person", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    # What the device's clock said when it sent.
    device_time = models.DateTimeField(null=True, blank=True)
    answer = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.parcel)


class FieldEntry(models.Model):
    """One answer to one field by one person; two people's different answers are both kept until one is chosen."""

    uid = models.UUIDField(unique=True)
    inspection = models.ForeignKey(
        "troth_site.Inspection", on_delete=models.CASCADE, related_name="entries", db_index=False
    )
    field = models.CharField(max_length=120)
    value = models.JSONField(null=True)
    note = models.CharField(max_length=1000, blank=True)
    person = models.ForeignKey("troth_site.Person", on_delete=models.PROTECT, related_name="+")
    device = models.CharField(max_length=64)
    answered_at = models.DateTimeField()
    received_at = models.DateTimeField()
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    accuracy = models.FloatField(null=True, blank=True)
    # The entry of the same person that this one takes the place of.
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaced_by")
    # Chosen among several people's answers, by whom.
    chosen_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    chosen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["inspection", "field", "answered_at"], name="field_entry_in_order")]

    def __str__(self) -> str:
        return self.field


class InspectionDefect(models.Model):
    """Defects found on one unit, or a number of units alike."""

    uid = models.UUIDField(unique=True)
    inspection = models.ForeignKey(
        "troth_site.Inspection", on_delete=models.CASCADE, related_name="found", db_index=False
    )
    defect_type = models.ForeignKey(
        "troth_site.DefectType", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=200)
    defect_class = models.CharField(max_length=8, choices=DefectClass.choices)
    # Which unit of the drawn sample; None where several alike are counted at once.
    unit = models.PositiveIntegerField(null=True, blank=True)
    carton = models.PositiveIntegerField(null=True, blank=True)
    # None where nobody counted, as a file may tell it.
    units = models.PositiveIntegerField(default=1, null=True, blank=True)
    defects = models.PositiveIntegerField(default=1, null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    person = models.ForeignKey("troth_site.Person", on_delete=models.PROTECT, related_name="+")
    device = models.CharField(max_length=64)
    answered_at = models.DateTimeField()
    received_at = models.DateTimeField()
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [one_of("defect_class", DefectClass.values, name="inspection_defect_class")]
        indexes = [models.Index(fields=["inspection", "defect_class"], name="inspection_defect_by_class")]

    def __str__(self) -> str:
        return self.name


class Measurement(models.Model):
    """One reading of one requirement on one unit, with the instrument."""

    uid = models.UUIDField(unique=True)
    inspection = models.ForeignKey(
        "troth_site.Inspection", on_delete=models.CASCADE, related_name="measurements", db_index=False
    )
    requirement = models.ForeignKey(
        "troth_site.Requirement", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    code = models.CharField(max_length=40)
    unit_number = models.PositiveIntegerField()
    value = models.FloatField()
    instrument = models.CharField(max_length=120, blank=True)
    calibrated_until = models.DateField(null=True, blank=True)
    person = models.ForeignKey("troth_site.Person", on_delete=models.PROTECT, related_name="+")
    device = models.CharField(max_length=64)
    answered_at = models.DateTimeField()
    received_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["inspection", "code", "unit_number"], name="measurement_in_order")]

    def __str__(self) -> str:
        return f"{self.code}: {self.value}"


class InspectionPhoto(models.Model):
    """A photo as the device took it: its hash is known before the picture itself has come."""

    uid = models.UUIDField(unique=True)
    inspection = models.ForeignKey("troth_site.Inspection", on_delete=models.CASCADE, related_name="photos")
    defect = models.ForeignKey(
        "troth_site.InspectionDefect", on_delete=models.SET_NULL, null=True, blank=True, related_name="photos"
    )
    field = models.CharField(max_length=120, blank=True)
    caption = models.CharField(max_length=300, blank=True)
    # As the device computed it when the picture was taken.
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    taken_at = models.DateTimeField()
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    # Marks drawn on the picture: shapes in fractions of its width and height.
    marks = models.JSONField(default=list, blank=True)
    person = models.ForeignKey("troth_site.Person", on_delete=models.PROTECT, related_name="+")
    device = models.CharField(max_length=64)
    # Bytes that have come so far, and the file once all have.
    received = models.PositiveBigIntegerField(default=0)
    file = models.ForeignKey(
        "troth_site.EvidenceFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    refused = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.caption or self.sha256[:12]


class FieldSignature(models.Model):
    """A signature on the glass, of the digest of what was handed in."""

    uid = models.UUIDField(unique=True)
    inspection = models.ForeignKey("troth_site.Inspection", on_delete=models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=7)
    # A person of the list, or the name somebody gave who is not on it, which is kept and marked.
    person = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    is_listed = models.BooleanField()
    strokes = models.JSONField()
    digest = models.CharField(max_length=64)
    refused_because = models.CharField(max_length=300, blank=True)
    signed_at = models.DateTimeField()
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
