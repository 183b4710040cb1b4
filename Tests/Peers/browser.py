"""What the scripts share that look at the page: the built program behind it, and waiting for what it says."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request

from home import HERE, require

SCHEDULE = HERE.parent.parent / "schedules" / "flux.evs"


def serve(program, folder, address, *arguments, schedule=SCHEDULE):
    """Starts the program with its page at `address`, or where the schedule says; what it keeps and prints is in `folder`."""
    page = ["--dashboard", address] if address else []
    with open(os.path.join(folder, "output"), "ab") as output:
        return subprocess.Popen(
            [program, *page, *arguments, str(schedule)], stdin=subprocess.DEVNULL, stdout=output,
            stderr=output, env=os.environ | {"STATE_DIRECTORY": str(folder), "RUNTIME_DIRECTORY": str(folder)})


def fetch(url, patience=10, **headers):
    """The status of an answer, which is waited for so many seconds, and its JSON."""
    request = urllib.request.Request(url, headers={key.replace("_", "-"): value for key, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=patience) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def until(what, condition, seconds):
    """Waits until a condition holds, and gives the seconds that took."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            if condition():
                return time.monotonic() - begun
        time.sleep(0.02)
    require(False, f"{what} within {seconds} s")


def shows(page, expression, argument=None):
    """Waits until an expression holds on the page, whose own policy forbids that it is evaluated there again and again."""
    until(expression, lambda: page.evaluate(expression, argument), 20)


def launch(playwright, *arguments):
    """Debian's Chromium; with EVSE_PAGE in the environment pages have the files of that folder, without a build."""
    chromium = shutil.which("chromium") or require(False, "chromium is installed")
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", *arguments])
    if folder := os.environ.get("EVSE_PAGE"):
        new_page = browser.new_page

        def page_of_folder(**options):
            page = new_page(**options)
            page.route(re.compile(r"/([\w-]+\.(js|css))?$"), lambda route: of_folder(route, pathlib.Path(folder)))
            return page

        browser.new_page = page_of_folder
    return browser


def of_folder(route, folder):
    file = folder / (route.request.url.rsplit("/", 1)[1] or "index.html")
    kinds = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}
    answer = route.fetch()
    route.fulfill(status=200, headers=answer.headers | {"content-type": kinds[file.suffix]}, body=file.read_text())
