"""The past on the page: what the API tells of recorded days against sums made apart from it, and the page in a browser.

    python3 Tests/Peers/page_history.py PATH-TO-EVSE-RUN [--pictures FOLDER]

Exits with 1 where a sum is wrong, a tick of the control loop is late while a month is read, or the page breaks a promise.
"""

import argparse
import concurrent.futures
import csv
import datetime
import io
import json
import os
import pathlib
import subprocess
import tempfile
import time
import urllib.request

import past_days
import program as records
from axe_playwright_python.sync_playwright import Axe
from browser import fetch, launch, serve, shows, until
from home import require
from playwright.sync_api import sync_playwright

SIZES = [(320, 640), (768, 1024), (1280, 800), (2560, 1440)]
LATEST_TICK = 500


def resident(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))


def history(url, path="history", **query):
    """A report of the past, however long it takes to read the records."""
    query = "&".join(f"{key}={value}" for key, value in query.items())
    status, report = fetch(f"{url}api/{path}?{query}", patience=60)
    require_quietly(status == 200, f"{path}?{query} is answered ({report.get('error', status)})")
    return report


def together(url, dates):
    """Many who ask for a month at once, while nothing of it has been read, all get it."""
    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(12) as pages:
        asked = [pages.submit(history, url, path, **{"from": dates[0], "days": 31}) for path in ["history", "history/simulation"] * 6]
        reports = [report.result() for report in asked]
    require(all(report == other for report, other in zip(reports, reports[2:])), "who asks at once is told the same")
    print(f"seen: twelve who ask for a month at once all get it, the last after {time.monotonic() - begun:.1f} s")


def require_quietly(holds, what):
    if not holds:
        require(False, what)


def near(found, wanted, what):
    require_quietly(abs(found - wanted) <= 0.005 * abs(wanted) + 0.05, f"{what} is {wanted:.2f}, not {found:.2f}")


def sums(url, dates):
    """What is told of a day, a week and a month is what was recorded."""
    for days in [1, 7, 31]:
        begun = time.monotonic()
        report = history(url, **{"from": dates[-days], "days": days})
        took = time.monotonic() - begun
        for key, value in past_days.expected(days).items():
            near(report["total"][key], value, f"{key} of {days} days")
        near(sum(rule["cost"] for rule in report["rules"]), report["total"]["cost"] - report["total"]["costWithout"], "the cost by rule")
        minutes = {rule["rule"]: sum(rule["minutes"].values()) for rule in report["rules"]}
        require(minutes == {"past.evs:12": 360 * days, "past.evs:13": 180 * days, "past.evs:14": 900 * days}, f"each rule has its minutes in {days} days")
        last = report["points"][-1]
        near(last["costSoFar"], report["total"]["cost"], "the last cost so far")
        require(report["points"][0]["at"] == report["start"] and len(report["points"]) == 1440 * days // report["step"], "no point is missing")
        print(f"seen: {days} days in {took:.2f} s, {len(report['points'])} points")
    file = urllib.request.urlopen(f"{url}api/history.csv?from={dates[-1]}&days=1", timeout=20).read().decode()
    rows = list(csv.DictReader(io.StringIO(file)))
    require(len(rows) == 288 and abs(sum(float(row["cost"]) for row in rows) - past_days.expected(1)["cost"]) < 1, "the file has the same")


def simulates(url, executable, folder, dates):
    """What was possible is what `--simulate --optimum` says of the same records."""
    file = folder / "log" / f"evse-{dates[-1]}.csv"
    soc = next(csv.DictReader(io.StringIO(file.read_text())))["soc_percent"]
    said = json.loads(subprocess.run(
        [executable, "--simulate", "past.evs", "--data", file, "--optimum", "--json", "--soc", soc], cwd=folder, check=True, capture_output=True).stdout)
    report = history(url, "history/simulation", **{"from": dates[-1], "days": 1})
    said["schedules"] = [entry for entry in said["schedules"] if entry["name"] != "charging on plug-in"]
    require(report == said, "the simulation is that of the command line")
    begun = time.monotonic()
    month = history(url, "history/simulation", **{"from": dates[-31], "days": 31})
    first = month["schedules"][0]
    require(first["bestPossible"] <= first["cost"] + 0.01, "no schedule is better than the best possible")
    print(f"seen: a month is simulated, and its best found, in {time.monotonic() - begun:.1f} s")


def refuses(url, dates):
    for query in ["days=0", "days=32", "days=x", "days=", "from=2026-02-30", "from=yesterday", "from=", "from=2026-1-1", "days=-1", "days=99999999999999999999"]:
        require(fetch(f"{url}api/history?{query}")[0] == 400, f"{query} is refused")
    report = history(url, **{"from": "1999-12-31", "days": 31})
    require(report["points"] == [] and report["total"]["cost"] is None and report["firstDay"] == str(dates[0]), "nothing is made up of days without a record")


def looks(browser, url, pictures):
    """Each length at every size, in light and dark."""
    for width, height in SIZES:
        for scheme in ["light", "dark"]:
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            complaints = []
            page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(url)
            shows(page, "document.getElementById('doing').textContent !== ''")
            page.click("#history-open")
            page.click("text=Earlier")  # Yesterday is whole.
            for days in [1, 7, 31]:
                page.click(f"[data-days='{days}']")
                page.wait_for_selector(f"[data-days='{days}'][aria-pressed=true]")
                step = {1: "5 minutes", 7: "30 minutes", 31: "2 hours"}[days]
                shows(page, "(step) => document.querySelector('#history [role=status]').textContent.includes(step)", step)
                name = f"{width} px, {scheme}, {days} days"
                if complaints:
                    require(False, f"{name}: no complaint of the browser {complaints}")
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    require(False, f"{name}: no wider than the screen ({wide} px)")
                small = page.evaluate("""() => [...document.querySelectorAll("#history *")].filter((element) =>
                    [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()) && element.getClientRects().length
                    && parseFloat(getComputedStyle(element).fontSize) * (element.getScreenCTM?.()?.a ?? 1) < 11.95).map((element) => element.outerHTML.slice(0, 100))""")
                if small:
                    require(False, f"{name}: no text below 12 px {small[:3]}")
                over = page.evaluate(OVERLAPS)
                if over:
                    require(False, f"{name}: no labels lie on each other or are cut {over[:4]}")
                if pictures:
                    page.locator("#history").screenshot(path=f"{pictures}/history-{width}-{scheme}-{days}.png")
            page.click("#history details summary")
            page.wait_for_selector("#history details td")
            violations = Axe().run(page).response["violations"]
            if violations:
                require(False, f"{width} px, {scheme}: axe finds nothing {[v['id'] + ': ' + v['nodes'][0]['html'][:160] for v in violations]}")
            page.close()
    print(f"seen: {len(SIZES)} sizes in light and dark, each length without a complaint")


# Texts of the picture that lie on each other, or reach beyond it.
OVERLAPS = """() => {
    const svg = document.querySelector("#history .picture > svg").getBoundingClientRect();
    const found = [];
    const boxes = [...document.querySelectorAll("#history .picture > svg > text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
    boxes.forEach(([name, box], index) => {
        if (box.left < svg.left - 1 || box.right > svg.right + 1 || box.bottom > svg.bottom + 1) found.push(`${name} is cut`);
        for (const [other, its] of boxes.slice(index + 1)) {
            if (box.left < its.right - 1 && its.left < box.right - 1 && box.top < its.bottom - 4 && its.top < box.bottom - 4) found.push(`${name} on ${other}`);
        }
    });
    return found;
}"""


def uses(browser, url):
    """Keyboard, zoom, dragging, the table, what was possible and the file."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    loaded = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(url)
    shows(page, "document.getElementById('doing').textContent !== ''")
    require(not any("history" in name for name in loaded), "the past is loaded only when it is opened")
    page.focus("#history-open")
    page.keyboard.press("Enter")
    page.click("text=Earlier")  # Yesterday is whole.
    page.wait_for_selector("#history .picture > svg .soc")

    def label():
        return page.get_attribute("#history .picture > svg", "aria-label")

    whole = label()
    page.focus("#history .picture > svg")
    for _ in range(41):  # To 03:20.
        page.keyboard.press("ArrowRight")
    shows(page, "document.querySelector('#history [aria-live=polite]').textContent.includes('SoC')")
    reading = page.inner_text("#history p[aria-live=polite]")
    require("charge" in reading and "3.68 kW" in reading and "10.00 a kWh" in reading, f"a moment is told ({reading})")
    page.keyboard.press("+")
    page.keyboard.press("+")
    require(label() != whole and page.evaluate("document.activeElement.tagName") == "svg", "plus zooms, and the focus stays")
    page.click("text=Zoom later")
    page.click("text=Zoom out")
    page.click("text=Zoom out")
    require(label() == whole, "zooming out ends at the whole")
    page.locator("#history .picture").evaluate("(picture) => picture.scrollIntoView()")
    box = page.locator("#history .picture > svg").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 600, box["y"] + 120, steps=5)
    page.mouse.up()
    require(label() != whole, "dragging zooms")
    page.click("text=As a table")
    page.wait_for_selector("#history details td")
    require(page.locator("#history details tbody tr").count() == 288, "the table has a line for each point")
    page.click("text=What was possible?")
    page.wait_for_selector("text=best possible", timeout=30_000)
    with page.expect_download() as download:
        page.click("text=Save as CSV")
    text = pathlib.Path(download.value.path()).read_text()
    require(text.startswith("time,soc_percent") and text.count("\n") == 289, "it is saved as CSV")
    moving = page.evaluate("document.getAnimations().filter((animation) => animation.playState === 'running').length")
    require(moving == 0, "nothing moves where the system asks for stillness")
    page.click("[data-days='31']")
    shows(page, "document.querySelector('#history [role=status]').textContent.includes('2 hours')")
    page.locator("#history .picture").evaluate("(picture) => picture.scrollIntoView()")
    box = page.locator("#history .picture > svg").bounding_box()
    page.mouse.click(box["x"] + 600, box["y"] + 100)
    page.click("text=This day alone")
    page.wait_for_selector("[data-days='1'][aria-pressed=true]")
    page.close()
    print("seen: keyboard, zoom, dragging, table, what was possible, the file")


def unrecorded(browser, executable, folder):
    """A site that records nothing is told how to."""
    folder.mkdir()
    (folder / "past.evs").write_text(past_days.SITE.format(settings=""))
    address = f"127.0.0.1:{records.free_port()}"
    process = serve(executable, folder, address, schedule=folder / "past.evs")
    try:
        until("it is served", lambda: fetch(f"http://{address}/api/now")[0] == 200, 20)
        require(fetch(f"http://{address}/api/history")[1]["isRecorded"] is False, "nothing is recorded")
        require(fetch(f"http://{address}/api/history.csv")[0] == 409, "nor is there a file")
        page = browser.new_page()
        page.goto(f"http://{address}/")
        shows(page, "document.getElementById('doing').textContent !== ''")
        page.click("#history-open")
        shows(page, "document.getElementById('history').innerText.includes('record csv to \"log\"')")
        page.close()
    finally:
        process.terminate()
        process.wait(timeout=10)
    print("seen: a site without records is told how to switch them on")


arguments = argparse.ArgumentParser()
arguments.add_argument("program")
arguments.add_argument("--pictures", metavar="FOLDER")
arguments = arguments.parse_args()
executable = os.path.abspath(arguments.program)
with tempfile.TemporaryDirectory(prefix="evse-history-") as folder, sync_playwright() as playwright:
    folder = pathlib.Path(folder)
    (folder / "past.evs").write_text(past_days.SITE.format(settings='record csv to "log"'))
    dates = past_days.dates(31)
    past_days.write(folder / "log", dates)
    address = f"127.0.0.1:{records.free_port()}"
    # The records' folder is relative, and so is the schedule's name in them.
    here = os.getcwd()
    os.chdir(folder)
    process = serve(executable, folder, address, schedule="past.evs")
    os.chdir(here)
    try:
        url = f"http://{address}/"
        until("it is served", lambda: fetch(url + "api/now")[0] == 200, 20)
        before = resident(process)
        began = time.time()
        together(url, dates)
        sums(url, dates)
        simulates(url, executable, folder, dates)
        refuses(url, dates)
        after = resident(process)
        ended = time.time()
        print(f"memory {before} KiB, after a month {after} KiB")
        browser = launch(playwright)
        looks(browser, url, arguments.pictures)
        uses(browser, url)
        unrecorded(browser, executable, folder / "unrecorded")
        browser.close()
        today = folder / "log" / f"evse-{datetime.datetime.now(datetime.timezone.utc).date()}.csv"
        require(today.read_text().splitlines()[1].split(",")[-1].startswith("past.evs:"), "the rule is recorded")
        times = [row["time"] for row in records.csv_rows(folder) if began * 1000 <= row["time"] <= ended * 1000]
        require(max(time % 1000 for time in times) < LATEST_TICK, f"ticks stay on time while a month is read, the latest {max(time % 1000 for time in times)} ms")
    finally:
        process.terminate()
        process.wait(timeout=10)
print("the past holds")
