"""The sheet that is signed when a device is fitted to somebody, or taken back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from baqylau.papers.dates import moment
from baqylau.papers.document import Checklist, Document, Facts, Heading, Signatures, Text
from baqylau.papers.drawing import pdf_of
from baqylau.papers.people import Maker, Office, Whom, foot_of
from baqylau.papers.words import Language, Words

Occasion = Literal["fitting", "return"]


@dataclass(frozen=True, slots=True)
class CustodyDevice:
    """kind: of the glossary (`tracker`, `bracelet`, …)."""

    kind: str
    model: str
    identity: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the checklist. `code`: a key `papers.custody.step.<code>` of the catalogues; a code that they do
    not have is printed as it is. A step that is not done gets an empty box to be ticked by hand."""

    code: str
    done: bool = False


def custody_sheet(
    occasion: Occasion,
    person: Whom,
    device: CustodyDevice,
    steps: Sequence[Step],
    office: Office,
    made: Maker,
    language: Language,
    *,
    handed_at_ms: int,
    remarks: str = "",
) -> bytes:
    """The PDF to be printed and signed by two: the officer or technician, and the wearer.

    `made`: who prints it, when, in which zone; `handed_at_ms`: when the device was fitted or returned, milliseconds
    since the epoch; `remarks`: what is visibly wrong with the device, in words. The same arguments give the same
    bytes; the foot names their SHA-256. Takes about 0.3 s of processor: call it through `asyncio.to_thread`.
    Codes of steps that have words: `identified`, `order_read`, `medical_check`, `strap_closed`, `device_heard`,
    `photo`, `second_check`, `charger_given`, `sheet_given`, `rights_told`; at a return `device_whole`, `strap_whole`,
    `charger_returned`, `data_read`, `device_wiped`.
    """
    return pdf_of(
        custody_document(
            occasion,
            person,
            device,
            steps,
            office,
            made,
            language,
            handed_at_ms=handed_at_ms,
            remarks=remarks,
        )
    )


def custody_document(
    occasion: Occasion,
    person: Whom,
    device: CustodyDevice,
    steps: Sequence[Step],
    office: Office,
    made: Maker,
    language: Language,
    *,
    handed_at_ms: int,
    remarks: str = "",
) -> Document:
    """What the sheet says."""
    words = Words(language)
    kind = words.of(f"person.device.{device.kind}", device.kind)
    facts = [
        (words("papers.person"), person.named(words)),
        (words("papers.custody.device"), ", ".join(filter(None, (kind, device.model)))),
        (words("papers.custody.identity"), device.identity),
        (words(f"papers.custody.{occasion}.at"), f"{moment(handed_at_ms, made.zone, words)} ({made.zone})"),
        *office.facts(words),
    ]
    ticks = [(words.of(f"papers.custody.step.{one.code}", one.code), one.done) for one in steps]
    said = json.dumps(
        [occasion, person.iin, facts, ticks, handed_at_ms, remarks], ensure_ascii=False, sort_keys=True
    )
    return Document(
        language,
        words(f"papers.custody.{occasion}.title"),
        person.named(words),
        made.name,
        made.at_ms,
        foot_of(made, words, words("papers.digest.sheet"), hashlib.sha256(said.encode()).hexdigest()),
        [
            Facts(facts),
            Heading(words("papers.custody.steps")),
            Checklist(ticks),
            Heading(words("papers.custody.remarks")),
            Text(remarks or words("papers.custody.no_remarks")),
            Text(words(f"papers.custody.{occasion}.declared")),
            Signatures([words("papers.custody.signed.officer"), words("papers.custody.signed.wearer")]),
        ],
    )
