"""Takes the picture of the page in the READMEs: ``make screenshot``. Needs a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE = "samples/commune-briefing.txt"
PICTURE = ROOT / "docs" / "explain.png"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
# One task is pointed at, so that its words are lit.
POINTED_AT = "#task-1 > p"


def main() -> int:
    """Write the picture; 1 where there is no browser."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a development tool

    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        sys.stderr.write(f"none of {', '.join(BROWSERS)} is installed\n")
        return 1
    root = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder) / "page.html"
        command = [sys.executable, "-m", "notice_cli", "explain", SAMPLE, "--html", str(page)]
        subprocess.run(command, check=True, cwd=ROOT)  # noqa: S603 - our own
        browser = playwright.chromium.launch(executable_path=path, args=root)
        tab = browser.new_page(viewport={"width": 1280, "height": 640}, color_scheme="light")
        tab.goto(page.as_uri())
        tab.hover(POINTED_AT)
        # The pane has moved to the words by then.
        tab.wait_for_timeout(500)
        tab.screenshot(path=PICTURE)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
