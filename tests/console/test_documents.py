"""Photos, papers and notes of a person: checked, sealed, withdrawn or corrected, and never gone."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

import psycopg
import pytest
from PIL import Image

from baqylau.console.uploads import LARGEST_BYTES, UploadRefused, checked
from tests.console.conftest import Desk

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"
services = pytest.mark.services


def picture(form: str = "JPEG", size: tuple[int, int] = (800, 600), **more: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (200, 60, 60)).save(out, form, **more)
    return out.getvalue()


def located() -> bytes:
    """A photo whose EXIF says where it was taken, and that it lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A maker of cameras"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif)


def upload(desk: Desk, content: bytes, login: str = "aigul", **query: str) -> Any:
    person = desk.world.people[0]
    asked = {"kind": "document", "name": "Қаулы"} | query
    return desk.post(f"/api/people/{person}/documents", login, params=asked, content=content)


def listed(desk: Desk, login: str = "aigul") -> list[Any]:
    answer = desk.get(f"/api/people/{desk.world.people[0]}/documents", login)
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()
    return found


def test_photo_is_drawn_anew() -> None:
    """A photo keeps what it shows, upright, and loses where and by what it was taken."""
    kept = checked("photo", located())
    with Image.open(BytesIO(kept.content)) as seen:
        assert (seen.width, seen.height) == (600, 800)
        assert not seen.getexif()
    assert b"A maker of cameras" not in kept.content


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("photo", PDF),
        ("document", b"<html><script>alert(1)</script></html>"),
        ("document", b""),
        ("document", b"MZ\x90\x00 a program"),
        ("document", picture("GIF")),
        ("photo", picture()[:400]),
        ("document", b"%PDF-1.7\ncut off"),
        ("document", b"%PDF-" + b"0" * LARGEST_BYTES),
    ],
    ids=[
        "a PDF as a photo",
        "a page",
        "nothing",
        "a program",
        "a GIF",
        "half a photo",
        "half a PDF",
        "too large",
    ],
)
def test_what_is_refused(kind: Any, content: bytes) -> None:
    """What is no picture or PDF by its content, is damaged or too large, is refused whatever it is called."""
    with pytest.raises(UploadRefused):
        checked(kind, content)


def test_many_pixels_are_refused() -> None:
    """A small file that would unfold to an enormous picture is refused before it unfolds."""
    with pytest.raises(UploadRefused, match="million pixels"):
        checked("document", picture("PNG", (9000, 9000)))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_pictures_become_one_format(form: str) -> None:
    """Each format of pictures that is taken is kept as JPEG."""
    assert checked("photo", picture(form)).media_type == "image/jpeg"


@services
def test_document_comes_back_sealed(desk: Desk) -> None:
    """A PDF comes back byte for byte, as an attachment that no browser runs; with its digest, who and when."""
    made = upload(desk, PDF, name="Қаулы.pdf")
    assert made.status_code == 201, made.text
    (one,) = listed(desk)
    assert one["sha256"] == made.json()["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert (one["uploaded_by"], one["name"], one["media_type"]) == ("aigul", "Қаулы.pdf", "application/pdf")
    answer = desk.get(f"/api/people/{desk.world.people[0]}/documents/{one['document_id']}", "aigul")
    assert answer.content == PDF
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-disposition"].endswith("%D2%9A%D0%B0%D1%83%D0%BB%D1%8B.pdf")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    acts = desk.do("SELECT act, object_kind, person_id, detail FROM ledger_entries ORDER BY seq")
    assert [one[:3] for one in acts[-3:]] == [
        ("write", "document", desk.world.people[0]),
        ("read", "person", desk.world.people[0]),
        ("read", "document", desk.world.people[0]),
    ]
    assert "Қаулы" not in str(acts)


@services
def test_withdrawn_stays_for_those_who_may(desk: Desk) -> None:
    """A withdrawn document is still there for officers, supervisors and prosecutors, and gone for operators."""
    number = upload(desk, located(), kind="photo", name="photo").json()["document_id"]
    at = f"/api/people/{desk.world.people[0]}/documents/{number}"
    assert desk.get(at, "dana").status_code == 200
    assert desk.post(f"{at}/withdraw", "aigul", json={"reason": "another person"}).status_code == 204
    assert desk.post(f"{at}/withdraw", "aigul", json={"reason": "again"}).status_code == 404
    assert desk.get(at, "dana").status_code == 404
    assert listed(desk, "dana") == []
    for login in ("aigul", "erlan", "sabit"):
        assert desk.get(at, login).status_code == 200
        assert listed(desk, login)[0]["withdrawn_reason"] == "another person"


@services
def test_documents_cannot_be_changed_or_removed(desk: Desk) -> None:
    """The database itself refuses to delete or change a document or a note."""
    upload(desk, PDF)
    at = f"/api/people/{desk.world.people[0]}/notes"
    assert desk.post(at, "aigul", json={"words": "Қоңырау шалды."}).status_code == 201
    for statement in (
        "DELETE FROM documents",
        "TRUNCATE documents",
        "UPDATE documents SET name = 'x'",
        "UPDATE documents SET content = 'x', sha256 = sha256('x')",
        "DELETE FROM person_notes",
        "UPDATE person_notes SET words = 'x'",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            desk.do(statement)


@services
@pytest.mark.parametrize("login", ["dana", "sabit", "talgat", "marat", "admin"])
def test_who_may_not_upload(desk: Desk, login: str) -> None:
    """Only officers and supervisors put papers into a person's file."""
    assert upload(desk, PDF, login).status_code == 403


@services
@pytest.mark.parametrize("stranger", ["gulnar", "berik"])
def test_rows_of_others(desk: Desk, stranger: str) -> None:
    """To officers without the person in their caseload there are no documents or notes, to read or to write."""
    number = upload(desk, PDF).json()["document_id"]
    at = f"/api/people/{desk.world.people[0]}"
    assert upload(desk, PDF, stranger).status_code == 404
    for path in ("documents", f"documents/{number}", "notes"):
        assert desk.get(f"{at}/{path}", stranger).status_code == 404
    body = {"reason": "x"}
    assert desk.post(f"{at}/documents/{number}/withdraw", stranger, json=body).status_code == 404
    assert desk.post(f"{at}/notes", stranger, json={"words": "x"}).status_code == 404
    other = desk.world.people[1]
    assert desk.get(f"/api/people/{other}/documents/{number}", "aigul").status_code == 404


@services
def test_refused_upload_says_what_to_do(desk: Desk) -> None:
    """What cannot be kept is answered with the reason, and nothing is stored."""
    answer = upload(desk, b"MZ")
    assert answer.status_code == 422
    assert "neither JPEG, PNG, WebP nor PDF" in answer.json()["detail"]
    assert upload(desk, b"%PDF-" + b"0" * LARGEST_BYTES).status_code == 413
    assert desk.do("SELECT count(*) FROM documents") == [(0,)]


@services
def test_correction_refers_to_the_first_note(desk: Desk) -> None:
    """A correction, and a correction of it, refer to the first note; all stay, with who wrote them and when."""
    at = f"/api/people/{desk.world.people[0]}/notes"
    first = desk.post(at, "aigul", json={"words": "Үйде."}).json()["note_id"]
    second = desk.post(at, "aigul", json={"words": "Жұмыста.", "corrects": first}).json()["note_id"]
    third = desk.post(at, "dana", json={"words": "Дәрігерде.", "corrects": second}).json()["note_id"]
    notes = desk.get(at, "erlan").json()
    assert [(one["note_id"], one["corrects"]) for one in notes] == [
        (third, first),
        (second, first),
        (first, None),
    ]
    assert [one["written_by"] for one in notes] == ["dana", "aigul", "aigul"]
    assert notes[2]["name"] == {"cyrillic": "Айгүл", "latin": "Aigul"}
    assert [one["note_id"] for one in desk.get(at, params={"before": second}).json()] == [first]
    elsewhere = f"/api/people/{desk.world.people[1]}/notes"
    assert desk.post(elsewhere, "aigul", json={"words": "x", "corrects": first}).status_code == 422
