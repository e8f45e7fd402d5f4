"""What somebody uploads: judged by its content, never by what it is called; a picture is drawn anew. Pure.

JPEG (ISO 10918), PNG and WebP are read by Pillow and written as JPEG without EXIF, so that neither a place nor a
camera's number nor anything hidden behind the picture is kept. A PDF is kept as it is (ISO 32000-1, 7.5.2: it begins
with %PDF-), because a signature on it would not outlive a change.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageOps, UnidentifiedImageError

from baqylau.platform.refusal import Refusal

Kind = Literal["photo", "document"]

LARGEST_BYTES = 10 * 1024 * 1024
LARGEST_PIXELS = 50_000_000
LONGEST_SIDE = {"photo": 1600, "document": 3500}
_PICTURES = ("JPEG", "PNG", "WEBP")
_PDF_ENDS_WITHIN = 2048


class UploadRefused(Refusal):
    """What was uploaded cannot be kept; the message says why and what can."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What is kept."""

    media_type: Literal["image/jpeg", "application/pdf"]
    content: bytes


def checked(kind: Kind, content: bytes) -> Checked:
    """Raises UploadRefused. Takes up to a second for a large picture: keep it off the event loop."""
    if len(content) > LARGEST_BYTES:
        raise UploadRefused("file_too_large", most_mb=LARGEST_BYTES // 1024 // 1024)
    if not content:
        raise UploadRefused("file_empty")
    if content.startswith(b"%PDF-"):
        if kind == "photo":
            raise UploadRefused("photo_is_pdf")
        if b"%%EOF" not in content[-_PDF_ENDS_WITHIN:]:
            raise UploadRefused("pdf_cut_off")
        return Checked("application/pdf", content)
    return Checked("image/jpeg", _drawn_anew(content, LONGEST_SIDE[kind]))


def _drawn_anew(content: bytes, longest: int) -> bytes:
    try:
        with Image.open(io.BytesIO(content), formats=_PICTURES) as picture:
            if picture.width * picture.height > LARGEST_PIXELS:
                raise UploadRefused("too_many_pixels", most_million=LARGEST_PIXELS // 1_000_000)
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except UnidentifiedImageError:
        raise UploadRefused("file_of_unknown_kind") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UploadRefused("too_many_pixels", most_million=LARGEST_PIXELS // 1_000_000) from None
    except (OSError, ValueError, SyntaxError, EOFError) as damaged:
        if isinstance(damaged, UploadRefused):
            raise
        raise UploadRefused("picture_damaged") from None
    upright.thumbnail((longest, longest))
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=88)
    return out.getvalue()
