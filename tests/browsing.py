"""The system's Chromium, for looking at pages, and what is asked of each."""

import os
import shutil
from contextlib import contextmanager

import pytest

try:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright
except ImportError:
    WHY_NOT = 'playwright and axe-playwright-python drive the browser; pip install -e ".[dev]"'
else:
    WHY_NOT = ""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if not CHROMIUM:
    WHY_NOT = WHY_NOT or "there is no Chromium; apt install chromium"

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": WCAG}, "rules": {"target-size": {"enabled": True}}}
OPEN = "document.querySelectorAll('details').forEach(it => it.open = true)"
UNFOLDED = """() => [...document.querySelectorAll('details > :not(summary)')]
    .every(it => it.checkVisibility({contentVisibilityAuto: true}) && it.getBoundingClientRect().height)"""


@contextmanager
def chromium():
    """Start it; skip the test where there is none, unless there has to be one."""
    if WHY_NOT:
        if os.environ.get("DLGRADE_BROWSER") == "required":
            pytest.fail(f"The report was not looked at: {WHY_NOT}")
        pytest.skip(WHY_NOT)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if root else [])


def violations(page):
    """What axe finds: rule and places."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [(it["id"], [node["target"] for node in it["nodes"]][:3]) for it in found]
