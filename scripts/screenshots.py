"""The sample abstracts → the pictures of the report in docs/, taken in an installed Chromium.

usage: screenshots.py [CHROMIUM]
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
ABSTRACTS = ROOT / "corpora" / "abstracts"
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--force-color-profile=srgb",
)  # fmt: skip
WIDTH = 1280


def main(chromium: str) -> None:
    """Read the samples, make their report and take its pictures."""
    with tempfile.TemporaryDirectory() as folder:
        records, report = Path(folder) / "records.jsonl", Path(folder) / "report"
        _evistat("run", str(ABSTRACTS), "--output", str(records))
        _evistat("report", str(records), "--output", str(report), "--title", "Sample abstracts")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(OPTIONS))
            page = browser.new_page(reduced_motion="reduce", color_scheme="light")
            page.goto((report / "index.html").as_uri())
            for name, (address, height) in PICTURES.items():
                _take(page, name, address, height)
            browser.close()


# Picture → what of the report it shows, and its height. The first stands in the README.
PICTURES = {
    "report.png": ("hypothermia-newborn-trial.txt", 900),
    "report-overview.png": ("", 900),
}


def _take(page: Page, name: str, address: str, height: int) -> None:
    page.set_viewport_size({"width": WIDTH, "height": height})
    if address.endswith(".txt"):
        number = page.evaluate("(id) => evistat.documents.findIndex((item) => item.id === id) + 1", address)
        page.evaluate("(to) => { location.hash = to; }", f"#/document/{number}")
        page.locator(".choose", has_text="Overcooling").click()
        page.evaluate("document.activeElement.blur()")
        page.mouse.move(1, 1)
    else:
        page.evaluate("(to) => { location.hash = to; }", f"#/{address}")
    page.wait_for_selector("main > *")
    page.wait_for_timeout(300)
    page.screenshot(path=ROOT / "docs" / name)
    print(f"docs/{name}: {(ROOT / 'docs' / name).stat().st_size // 1000} kB")


def _evistat(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "evistat", *arguments], check=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else shutil.which("chromium") or "/usr/bin/chromium")
