"""A file is what its bytes say."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from PIL import Image

from portal.kit.uploads import BadUpload, CheckedUpload, check_upload, clean_name

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
EVERY = ("pdf", "jpg", "jpeg", "png", "docx", "xlsx", "pptx", "zip", "csv", "txt")


def picture(format_name: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 10), "white").save(out, format_name)
    return out.getvalue()


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def office(extension: str) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", OFFICE[extension]: b"<w/>"})


def check(
    content: bytes, name: str = "a.pdf", *, allowed: tuple[str, ...] = EVERY, size: int | None = None
) -> CheckedUpload:
    length = len(content) if size is None else size
    return check_upload(name=name, size=length, file=io.BytesIO(content), allowed=allowed, max_megabytes=1)


def reason_of(content: bytes, name: str = "a.pdf", **options: object) -> str:
    with pytest.raises(BadUpload) as caught:
        check(content, name, **options)  # type: ignore[arg-type]
    assert caught.value.max_megabytes == 1
    return caught.value.reason


def test_a_pdf_is_described_whole() -> None:
    digest = hashlib.sha256(PDF).hexdigest()
    assert check(PDF, "C:\\扫描\\营业执照.PDF") == CheckedUpload(
        "pdf", "application/pdf", len(PDF), digest, "营业执照.PDF"
    )


def test_the_file_is_left_at_its_start() -> None:
    file = io.BytesIO(PDF)
    check_upload(name="a.pdf", size=len(PDF), file=file, allowed=EVERY, max_megabytes=1)
    assert file.read() == PDF


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("照片.jpg", picture("JPEG")),
        ("照片.jpeg", picture("JPEG")),
        ("图.png", picture("PNG")),
        *[(f"表.{extension}", office(extension)) for extension in OFFICE],
        ("包.zip", zipped({"a.txt": b"x"})),
        ("表.csv", "名称,数量\n示例,1\n".encode()),
        ("表.csv", "名称,数量\n示例,1\n".encode("gb18030")),
    ],
)
def test_honest_files_pass(name: str, content: bytes) -> None:
    assert check(content, name).extension == name.rpartition(".")[2]


EXE = b"MZ\x90\x00" + b"\x00" * 500


@pytest.mark.parametrize("name", [f"a.{extension}" for extension in EVERY])
def test_a_renamed_program_is_refused_under_every_name(name: str) -> None:
    assert reason_of(EXE, name) == "content"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"", "empty"),
        ("a.exe", EXE, "extension"),
        ("a", PDF, "extension"),
        ("a.pdf.html", PDF, "extension"),
        (".pdf", PDF, "name"),
        ("\x00\u202e", PDF, "name"),
        ("a.pdf", picture("PNG"), "content"),
        ("a.png", picture("JPEG"), "content"),
        ("a.jpg", picture("JPEG")[:200], "content"),
        ("a.png", picture("PNG")[:-20], "content"),
        ("a.pdf", b"%PDF-1.7 cut off", "content"),
        ("a.pdf", PDF.replace(b"/Root", b"/Encrypt 2 0 R /Root"), "encrypted"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "encrypted"),
        ("a.xlsx", office("docx"), "content"),
        ("a.xlsx", zipped({"xl/workbook.xml": b"<x/>"}), "content"),
        ("a.docx", office("docx")[:-30], "content"),
        ("a.txt", b"text\x00binary", "content"),
        ("a.pdf", PDF + b"\x00" * 1024 * 1024, "too_large"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(name: str, content: bytes, reason: str) -> None:
    assert reason_of(content, name) == reason


def test_a_size_announced_too_small_does_not_help() -> None:
    assert reason_of(PDF + b"\x00" * 1024 * 1024, size=10) == "too_large"


def test_one_megabyte_is_accepted_and_one_byte_more_refused() -> None:
    padding = b"\x00" * (1024 * 1024 - len(PDF))
    exact = PDF[:9] + padding + PDF[9:]
    assert check(exact).size_bytes == 1024 * 1024
    assert reason_of(exact[:9] + b"\x00" + exact[9:]) == "too_large"


def test_a_zip_bomb_is_refused() -> None:
    assert reason_of(zipped({"a": b"\x00" * 100 * 1024 * 1024}), "a.zip") == "zip_bomb"


def test_too_many_entries_are_refused() -> None:
    assert reason_of(zipped({str(number): b"" for number in range(2001)}), "a.zip") == "zip_bomb"


def test_an_encrypted_zip_is_refused() -> None:
    content = bytearray(zipped({"a": b"x"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert reason_of(bytes(content), "a.zip") == "encrypted"


def test_a_small_file_with_a_huge_canvas_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (12_000, 8_000)).save(out, "PNG")
    assert reason_of(out.getvalue(), "a.png") == "zip_bomb"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("𠮷〇㛃.pdf", "𠮷〇㛃.pdf"),
        ("a\u202egpj.pdf", "agpj.pdf"),
        ('执照<1>:"2"|?*.pdf', "执照_1___2____.pdf"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_names_are_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_what_is_allowed_travels_with_the_refusal() -> None:
    with pytest.raises(BadUpload) as caught:
        check(EXE, "a.exe", allowed=("png", "pdf"))
    assert (caught.value.reason, caught.value.allowed) == ("extension", ("pdf", "png"))
