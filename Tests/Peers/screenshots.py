"""Takes the pictures of the page that README.md and docs/dashboard.md show, from the built program on the simulated home.

    python3 Tests/Peers/screenshots.py PATH-TO-EVSE-RUN [--into FOLDER] [NAME…]

A view is a line of `VIEWS`: its name, the screen, what is done before, and the part that is shown.
"""

import argparse
import os
import pathlib
import tempfile

import past_days
from browser import fetch, launch, serve, shows, until
from playwright.sync_api import sync_playwright
from program import free_port

PHONE, DESKTOP = (390, 844), (1280, 900)
LIMIT = 150_000


def opened(page):
    """Nothing but the page as it is when it has loaded."""


def past(days):
    def do(page):
        page.click("#history-open")
        page.click(f"[data-days='{days}']")
        if days == 1:
            page.click("text=Earlier")
        page.wait_for_selector("#history .picture .soc")
        step = {1: "5 minutes", 7: "30 minutes", 31: "2 hours"}[days]
        shows(page, "(step) => document.querySelector('#history [role=status]').textContent.includes(step)", step)

    return do


def mistaken(page):
    """The editor, with a mistake whose row stands beneath its line."""
    page.click("#schedule-open")
    page.wait_for_selector("#schedule-text")
    text = page.input_value("#schedule-text")
    page.fill("#schedule-text", text[text.index('schedule "past"'):].replace("otherwise", "otherwis").replace("V2G", "V2G at least 20A"))
    page.wait_for_selector(".beneath")


# Name, screen, scheme, what is done, and the part that is shown: a selector, or None for the screen.
VIEWS = [
    ("page-phone-dark", PHONE, "dark", opened, None),
    ("page-desktop-light", DESKTOP, "light", opened, None),
    ("past-week-desktop-light", DESKTOP, "light", past(7), "#history .picture"),
    ("past-day-phone-dark", PHONE, "dark", past(1), "#history .picture"),
    ("schedule-mistakes-desktop-light", DESKTOP, "light", mistaken, "#schedule-code"),
    ("schedule-mistakes-phone-dark", PHONE, "dark", mistaken, "#schedule-code"),
]


def take(browser, url, view, folder):
    name, (width, height), scheme, do, part = view
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, device_scale_factor=1, reduced_motion="reduce")
    page.goto(url)
    shows(page, "document.getElementById('doing').textContent !== ''")
    page.wait_for_selector("#plan-strip svg .soc")
    page.wait_for_selector("#policy-map svg rect")
    do(page)
    path = folder / f"{name}.png"
    if part:
        page.locator(part).screenshot(path=path)
    else:
        page.screenshot(path=path)
    page.close()
    size = path.stat().st_size
    print(f"{path}: {size} bytes")
    if size > LIMIT:
        raise SystemExit(f"FAILED: {path} has more than {LIMIT} bytes")


arguments = argparse.ArgumentParser()
arguments.add_argument("program")
arguments.add_argument("names", nargs="*", metavar="NAME")
arguments.add_argument("--into", metavar="FOLDER", default=str(pathlib.Path(__file__).resolve().parents[2] / "docs" / "pictures"))
arguments = arguments.parse_intermixed_args()
into = pathlib.Path(arguments.into)
into.mkdir(parents=True, exist_ok=True)
with tempfile.TemporaryDirectory(prefix="evse-pictures-") as folder, sync_playwright() as playwright:
    folder = pathlib.Path(folder)
    (folder / "past.evs").write_text(past_days.SITE.format(settings='record csv to "log"'))
    past_days.write(folder / "log", past_days.dates(8))
    address = f"127.0.0.1:{free_port()}"
    here = os.getcwd()
    program = os.path.abspath(arguments.program)
    os.chdir(folder)
    process = serve(program, folder, address, schedule="past.evs")
    os.chdir(here)
    try:
        url = f"http://{address}/"
        until("it charges", lambda: fetch(url + "api/now")[1].get("status", {}).get("chargerPower"), 30)
        browser = launch(playwright)
        for view in VIEWS:
            if not arguments.names or view[0] in arguments.names:
                take(browser, url, view, into)
        browser.close()
    finally:
        process.terminate()
        process.wait(timeout=10)
