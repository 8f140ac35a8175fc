"""Documents: text that can be selected, our fonts only, nothing fetched from outside, a code that scans."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from publications import pdf

FACTS = pdf.CertificateFacts(
    holder="示例喆㛃𠮷集群运营有限公司〇",
    honour="市级中小企业特色产业集群",
    subject="闵行区示例传感器集群",
    year=2026,
    list_title="2026年度市级中小企业特色产业集群名单",
    number="SHCL-2026-K1-0001-S",
    issued_on=date(2026, 3, 20),
    valid_from=date(2026, 3, 20),
    valid_to=date(2029, 3, 19),
    issuers=("示例市经济信息化委",),
    verify_address="http://localhost:8000/sheitc/verify/SHCL-2026-K1-0001-S/?t=" + "a" * 43,
    is_sample=True,
)


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "certificate.pdf"
    path.write_bytes(pdf.certificate_pdf(FACTS))
    return path


def run(*command: object) -> str:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True).stdout


def test_a_certificate_is_one_landscape_page_whose_text_can_be_selected(document: Path) -> None:
    text = re.sub(r"\s", "", run("pdftotext", "-layout", document, "-"))
    wanted = (
        "荣誉证书",
        FACTS.holder,
        FACTS.subject,
        FACTS.honour,
        FACTS.number,
        "2029年3月19日",
        "示例市经济信息化委",
    )
    assert [part for part in wanted if part not in text] == []
    assert re.search(r"Page size:\s+841.89 x 595.27\d* pts \(A4\)", run("pdfinfo", document))
    assert re.search(r"Pages:\s+1\n", run("pdfinfo", document))


def test_rare_characters_are_drawn_with_our_own_embedded_fonts(document: Path) -> None:
    rows = [line.split() for line in run("pdffonts", document).splitlines()[2:]]
    assert {row[0].split("+")[1].split("-")[0].lower()[:4] for row in rows} <= {"pinb", "noto"}
    assert {row[-5] for row in rows} == {"yes"}, "every font is embedded"


def test_a_sample_says_so_and_a_real_one_does_not(document: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.pdf"
    real.write_bytes(pdf.certificate_pdf(replace(FACTS, is_sample=False)))
    assert ["SAMPLE" in run("pdftotext", path, "-") for path in (document, real)] == [True, False]


LISTED = replace(
    FACTS,
    honour="2024示例价值榜入榜企业",
    subject="示例品牌01",
    year=None,
    number="SHBV-2024-L1-0001-H",
    valid_from=date(2024, 1, 1),
    valid_to=date(2024, 12, 31),
    is_noticed=False,
)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            LISTED,
            "经申报和评审，你单位（申报名称：示例品牌01）被评为2024示例价值榜入榜企业。特发此证。",
        ),
        (
            replace(LISTED, subject="", rank="2（并列）", is_noticed=True),
            "经申报、评审和公示，你单位被评为2024示例价值榜入榜企业，名次：2（并列）。特发此证。",
        ),
    ],
)
def test_a_place_in_a_list_is_said_with_its_rank_only_where_it_is_printed(
    facts: pdf.CertificateFacts, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "listed.pdf"
    path.write_bytes(pdf.certificate_pdf(facts))
    text = re.sub(r"\s", "", run("pdftotext", path, "-"))
    assert [part for part in (said, "有效期2024年度") if part not in text] == []


def test_a_certificate_declares_pdf_a_3a(document: Path) -> None:
    root = PdfReader(document).trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    found = re.search(r"part\W+(\d)\W.*conformance\W+(\w)", metadata, re.DOTALL)
    assert found is not None
    assert (found[1], found[2].upper(), root["/MarkInfo"]["/Marked"], root["/Lang"]) == ("3", "A", True, "zh-Hans")


def test_the_code_on_the_paper_leads_to_the_verify_page(document: Path, tmp_path: Path) -> None:
    import zxingcpp
    from PIL import Image

    run("pdftoppm", "-r", "110", "-png", document, tmp_path / "page")
    (page,) = tmp_path.glob("page*.png")
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(page))] == [FACTS.verify_address]


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x.png", "file:///etc/passwd", "ftp://x/y", "gopher://x"])
def test_a_document_opens_nothing_but_its_own_files(url: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        HTML(string=f'<img src="{url}">', url_fetcher=pdf.OwnFiles()).write_pdf()
