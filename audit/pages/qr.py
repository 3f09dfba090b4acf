"""A signed checkpoint as a QR code: what is printed on a report is a checkpoint outside the house."""

from __future__ import annotations

import io
from typing import Final

import segno
from django.utils.safestring import SafeString, mark_safe

LARGEST: Final = 2_000  # bytes; beyond it a code is too fine for a telephone to read from paper


def qr_of(note: str) -> SafeString:
    """Inline SVG without a style attribute; empty for a note with so many signatures that no code on paper holds it."""
    if len(note.encode()) > LARGEST:
        return SafeString("")
    out = io.BytesIO()
    # utf-8 said by name: signature lines begin with a dash that a reader would else guess wrong
    code = segno.make(note, error="m", micro=False, encoding="utf-8")
    code.save(out, kind="svg", xmldecl=False, omitsize=True, border=2, light="#ffffff", svgclass=None, lineclass=None)
    return mark_safe(out.getvalue().decode())  # noqa: S308 - segno draws paths; nothing of the note stands in it as text
