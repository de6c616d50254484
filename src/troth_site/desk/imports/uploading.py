"""A dropped file on its way to the disk: streamed, and cut off as soon as it is larger than this installation takes."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest


class Limit(FileUploadHandler):
    """Stops reading a file that is too large, before it fills the disk."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.seen = 0
        self.too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a part on, or stop the upload."""
        self.seen += len(raw_data)
        if self.seen > settings.TROTH_UPLOAD_LIMIT_BYTES:
            self.too_large = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """Leave the file to the handlers that keep it."""
        return None
