"""The studio's page, as its tests look at it."""

from typing import Any

from playwright.sync_api import Page, expect


def script_of(page: Page) -> list[str]:
    """The lines as they stand on the page."""
    texts: list[str] = page.evaluate(
        "[...document.querySelectorAll('.line')].map((line) => line.textContent.trim())"
    )
    return texts


def saved(page: Page) -> None:
    """Waits until what was changed is on the disk."""
    expect(page.locator("#saved")).to_contain_text("saved in", timeout=15_000)


def line(page: Page, text: str) -> Any:
    """The line with this text."""
    return page.locator(".line", has_text=text).first
