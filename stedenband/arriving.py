"""What is uploaded waits on the disk for its form; a full one costs the file, not the words."""

from contextlib import suppress
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler


class SparingUploadHandler(TemporaryFileUploadHandler):
    """Goes on reading the form when a file cannot be kept; guard.RefuseUnstored says so then."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self.lose(error)
            raise SkipFile from error

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self.lose(error)
            raise SkipFile from error
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        try:
            return super().file_complete(file_size)
        except OSError as error:
            self.lose(error)
        return None

    def lose(self, error: OSError) -> None:
        """Remember why, and let go of what was written: closing it may fail once more."""
        self.request.lost_upload = error  # type: ignore[union-attr]
        if hasattr(self, "file"):
            with suppress(OSError):
                self.file.close()
            del self.file
