"""What is done with a certificate outside the portal: look at it, and scan its code with a telephone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import zxingcpp
from PIL import Image


def scan_certificate(paper: Path) -> str:
    """The address in the QR code of the first page, read from the page as it prints at 150 dots per inch."""
    picture = paper.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-singlefile", "-png", paper, picture], check=True)
    with Image.open(picture.with_suffix(".png")) as page:
        found = zxingcpp.read_barcodes(page.convert("L"))
    assert len(found) == 1, f"{len(found)} codes on the certificate"
    return str(found[0].text)


def words_on(paper: Path) -> str:
    """The text of a PDF in reading order."""
    return subprocess.run(["pdftotext", "-raw", paper, "-"], check=True, capture_output=True, text=True).stdout
