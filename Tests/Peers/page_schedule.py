"""The page's schedule in a real browser: edited, saved and brought back, over a simulated home; and the first one made.

    python3 Tests/Peers/page_schedule.py PATH-TO-EVSE-RUN [--pictures FOLDER]

Prints what was seen and exits with 1 where a promise is broken; --pictures keeps screenshots.
"""

import argparse
import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from axe_playwright_python.sync_playwright import Axe
from browser import of_folder
from home import HERE, Home, Peer, require, site
from playwright.sync_api import sync_playwright
from program import free_port

DEVICES = HERE.parent.parent / "Sources" / "ScheduleLang" / "BuiltIn" / "devices"
SIZES = [(320, 640), (1280, 900)]
HOME = """site "home" {
    timezone "Europe/London"
    battery 52kWh
    charger simulated { current 3A..16A   soc 5%..97%   start soc 55% }
    meter simulated
    tariff Go
}
"""
SCHEDULE = """# A schedule to be edited: naïve, but whole.
use "home.evs"

schedule "edited" {
    reserve 15%
    when soc unknown: charge at 3A
    when soc < 20%: charge
    otherwise: charge at 6A
}
"""


class Run:
    """The program on the schedule in a folder, with its page."""

    def __init__(self, program, folder, file="edited.evs"):
        self.program, self.folder, self.file = program, pathlib.Path(folder), file
        self.address = f"127.0.0.1:{free_port()}"
        self.url = f"http://{self.address}/"
        self.path = self.folder / file
        with open(self.folder / "output", "ab") as output:
            self.process = subprocess.Popen(
                [program, "--dashboard", self.address, file], stdout=output, stderr=output, cwd=folder,
                env=os.environ | {"STATE_DIRECTORY": str(self.folder / "state"), "RUNTIME_DIRECTORY": str(self.folder / "run")})

    def ask(self, path, body=None, method=None, **headers):
        """The status of an answer and its JSON."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(f"{self.url}api/{path}", data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            text = error.read()
            return error.code, json.loads(text) if text.startswith(b"{") else {"error": text.decode()}

    def status(self):
        return self.ask("now")[1]["status"]

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=20)


def until(what, condition, seconds=20):
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, KeyError):
            if condition():
                return time.monotonic() - begun
        time.sleep(0.05)
    require(False, f"{what} within {seconds} s")


class Page:
    """A page of a run, whose complaints are kept."""

    def __init__(self, browser, url, width=1280, height=900, scheme="light"):
        # A context has its size already.
        self.page = browser.new_page() if hasattr(browser, "cookies") else browser.new_page(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce")
        # As it is in a folder, without a build.
        if folder := os.environ.get("EVSE_PAGE"):
            self.page.route(re.compile(r"/[\w-]+\.(js|css)$"), lambda route: of_folder(route, pathlib.Path(folder)))
        self.complaints = []
        self.page.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(url)

    def shows(self, expression, argument=None):
        until(expression, lambda: self.page.evaluate(expression, argument))

    def open(self):
        self.shows("document.getElementById('doing').textContent !== ''")
        self.page.click("#schedule-open")
        self.page.wait_for_selector("#schedule-text")
        self.shows("document.getElementById('schedule-summary').textContent !== ''")

    @property
    def text(self):
        return self.page.input_value("#schedule-text")

    def cursor(self, behind):
        """Puts the cursor behind the first `behind` of the text."""
        at = self.text.index(behind) + len(behind)
        self.page.evaluate("(at) => { const field = document.getElementById('schedule-text'); field.focus(); field.setSelectionRange(at, at); }", at)

    def rewrite(self, old, new):
        """Types `new` over the first `old`, as one would."""
        at = self.text.index(old)
        self.page.evaluate(
            "([from, to]) => { const field = document.getElementById('schedule-text'); field.focus(); field.setSelectionRange(from, to); }",
            [at, at + len(old)])
        self.page.keyboard.type(new)

    def says(self, element, text):
        self.shows("([id, text]) => document.getElementById(id)?.textContent.includes(text)", [element, text])

    def save(self):
        self.page.click("#schedule-save")
        self.says("schedule-state", "in force")


def looks_well(view, name, part):
    """Nothing wider than the screen, no small text, nothing that axe finds."""
    page = view.page
    width = page.viewport_size["width"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    require(wide <= width, f"{name}: no wider than the screen ({wide} px)")
    cut = page.evaluate("""(part) => [...document.querySelectorAll(`${part} button, ${part} input, ${part} select, ${part} summary, ${part} h3, ${part} .line`)]
        .filter((element) => element.getClientRects().length && (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0
            || element.getBoundingClientRect().right > innerWidth || element.getBoundingClientRect().left < 0))
        .map((element) => element.outerHTML.slice(0, 90))""", part)
    require(not cut, f"{name}: nothing is cut off {cut[:3]}")
    small = page.evaluate("""(part) => [...document.querySelectorAll(`${part} *`)].filter((element) =>
        [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()) && element.getClientRects().length
            && parseFloat(getComputedStyle(element).fontSize) * (element.getScreenCTM?.().a ?? 1) < 11.95).map((element) => element.outerHTML.slice(0, 90))""", part)
    require(not small, f"{name}: no text below 12 px {small[:3]}")
    violations = Axe().run(page).response["violations"]
    require(not violations, f"{name}: axe finds nothing {[v['id'] + ': ' + v['nodes'][0]['html'][:160] for v in violations]}")


def looks(browser, run, pictures):
    """Each part of the view at a phone and a desktop, light and dark."""
    for width, height in SIZES:
        for scheme in ["light", "dark"]:
            view = Page(browser, run.url, width, height, scheme)
            name = f"{width} px, {scheme}"
            view.open()
            page = view.page
            page.click("#schedule-form summary")
            page.check("#trip-hold")
            looks_well(view, f"{name}, the forms", "#schedule")
            if pictures:
                page.locator("#schedule").screenshot(path=f"{pictures}/schedule-form-{width}-{scheme}.png")
            page.click("#schedule-form summary")
            view.rewrite("otherwise: charge at 6A", "otherwis: V2H at least 3A")
            view.says("schedule-summary", "1 error")
            looks_well(view, f"{name}, a mistake", "#schedule")
            if pictures:
                page.locator("#schedule").screenshot(path=f"{pictures}/schedule-mistake-{width}-{scheme}.png")
            require(beneath(page) == [8], f"{name}: what is wrong stands beneath its line")
            page.click(".paint .beneath .fix")
            view.says("schedule-summary", "No problems" if "allow" in view.text else "warning")
            view.cursor("when soc <")
            page.keyboard.press("Control+Space")
            page.keyboard.press("Escape")
            view.cursor("reserve 15%")
            page.keyboard.press("Enter")
            page.keyboard.press("Control+Space")
            page.wait_for_selector("#schedule-proposals [role=option]")
            looks_well(view, f"{name}, proposals", "#schedule")
            if pictures:
                page.screenshot(path=f"{pictures}/schedule-proposals-{width}-{scheme}.png")
            page.keyboard.press("Escape")
            page.keyboard.press("Backspace")
            page.click("#schedule-difference summary")
            page.click("#schedule-versions summary")
            page.click("#schedule-uses summary")
            page.click("#schedule-compare")
            page.wait_for_selector("#comparison .differs", state="attached", timeout=120_000)
            view.says("comparison-money", "Not known: this site records nothing in files")
            looks_well(view, f"{name}, a comparison", "#schedule")
            if pictures:
                page.locator("#schedule").screenshot(path=f"{pictures}/schedule-comparison-{width}-{scheme}.png")
            require(not view.complaints, f"{name}: no complaint of the browser {view.complaints}")
            page.close()


def edits(browser, run):
    """Mistakes are seen and mended, words completed and explained, and what is wrong cannot be saved."""
    view = Page(browser, run.url)
    view.open()
    page = view.page
    require(view.text == SCHEDULE and page.is_disabled("#schedule-save"), "the file is shown, and there is nothing to save")
    view.rewrite("otherwise", "otherwis")
    view.says("schedule-summary", "1 error")
    require(page.locator(".paint .line.error span.error").count() > 0, "the line is marked where the mistake is")
    require(beneath(page) == [8], f"and what is wrong stands right beneath it: {beneath(page)}")
    said = page.text_content(".paint .beneath")
    require(said.startswith("Line 8, error: ") and "E02" in said, f"in words: {said!r}")
    require("Line 8, error" in page.text_content("#schedule-here"), "and is told to a screen reader while the cursor is there")
    link = page.locator("#schedule-problems .problems a").first
    require(link.inner_text().startswith("Line 8, error"), f"the mistake is listed with its line: {link.inner_text()}")
    view.cursor("# A")
    link.click()
    line = page.evaluate("() => { const field = document.activeElement; return field.id === 'schedule-text' && field.value.slice(0, field.selectionStart).split('\\n').length; }")
    require(line == 8, "which leads to it")
    before = run.path.read_text()
    page.click("#schedule-save")
    view.says("schedule-problem", "line 8")
    require(run.path.read_text() == before, "it cannot be saved")
    page.click(".paint .beneath .fix")
    view.says("schedule-summary", "No problems")
    require(view.text == SCHEDULE and not beneath(page), "its fix mends it")
    page.keyboard.press("Control+z")
    require("otherwis:" in view.text, "and can be undone")
    page.keyboard.press("Control+Shift+z")

    view.cursor("reserve 15%")
    page.keyboard.press("Enter")
    page.keyboard.type("hyst")
    page.wait_for_selector("#schedule-proposals [role=option]")
    page.keyboard.press("ArrowDown")
    chosen = page.evaluate("document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).innerText")
    require(chosen.startswith("hysteresis"), f"what is typed is completed, and told to a screen reader: {chosen}")
    page.keyboard.press("Enter")
    require("    reserve 15%\n    hysteresis\n" in view.text, "by keyboard, with the line's indentation")
    page.keyboard.press("F1")
    view.says("schedule-word", "keeps a SoC comparison true")
    page.keyboard.type(" 2%")
    view.says("schedule-summary", "No problems")
    page.locator("#schedule-text").scroll_into_view_if_needed()
    box = page.locator(".paint .declaration", has_text="schedule").bounding_box()
    page.mouse.click(box["x"] + 5, box["y"] + 5)
    place = page.evaluate("document.activeElement.id === 'schedule-text' && document.activeElement.value.slice(0, document.activeElement.selectionStart)")
    require(place and place.count("\n") == view.text[:view.text.index('schedule "')].count("\n"), "a touch puts the cursor where the text is painted")
    page.mouse.move(box["x"] + 8, box["y"] + 5)
    page.wait_for_selector("#schedule-tip:not([hidden])")
    require("rules" in page.inner_text("#schedule-tip"), "and explained under the pointer")
    page.keyboard.press("Escape")
    require(page.is_hidden("#schedule-tip"), "until Escape")
    require(not view.complaints or all("422" in text for text in view.complaints), f"no complaint of the browser {view.complaints}")
    page.close()
    print("seen: a mistake while typing, its line, its fix, completion, explanations, no saving of what is wrong")


def beneath(page):
    """The lines, from 1, right beneath which something stands in the text, of the same left edge and above the next line."""
    return page.evaluate("""() => {
        const lines = [...document.querySelectorAll(".paint .line")];
        return [...document.querySelectorAll(".paint .beneath")].map((row) => {
            const number = lines.indexOf(row.previousElementSibling);
            const [line, own, next] = [lines[number], row, lines[number + 1]].map((element) => element?.getBoundingClientRect());
            return Math.abs(own.top - line.bottom) < 1 && Math.abs(own.left - line.left) < 1 && (!next || Math.abs(next.top - own.bottom) < 1) ? number + 1 : null;
        });
    }""")


# Where the cursor of the text field is on the screen, found by a copy of the field whose text ends at it, and where its character is painted.
CARET = """() => {
    const field = document.getElementById("schedule-text");
    const style = getComputedStyle(field);
    const copy = document.createElement("div");
    for (const name of ["fontFamily", "fontSize", "lineHeight", "fontVariantLigatures", "letterSpacing", "padding", "tabSize", "whiteSpace", "overflowWrap", "wordBreak", "boxSizing", "width"]) copy.style[name] = style[name];
    Object.assign(copy.style, { position: "absolute", left: "0", top: "0", visibility: "hidden", width: `${field.offsetWidth}px` });
    const end = document.createElement("span");
    end.textContent = "\\u200b";
    copy.append(field.value.slice(0, field.selectionEnd), end, field.value.slice(field.selectionEnd));
    document.body.append(copy);
    const place = end.getClientRects()[0];
    const [own, around] = [copy.getBoundingClientRect(), field.getBoundingClientRect()];
    copy.remove();
    const caret = { left: around.left + place.left - own.left, top: around.top + place.top - own.top, bottom: around.top + place.bottom - own.top };
    const clip = /inset\\(([\\d.-]+)px 0px ([\\d.-]+)px/.exec(style.clipPath);
    const seen = !clip || (caret.top >= around.top + Number(clip[1]) - 1 && caret.bottom <= around.bottom - Number(clip[2]) + 1);
    const before = field.value.slice(0, field.selectionEnd).split("\\n");
    const line = document.querySelectorAll(".paint .line")[before.length - 1];
    const range = document.createRange();
    let rest = before.at(-1).length;
    range.selectNodeContents(line);
    for (const span of line.children) {
        if (rest <= span.firstChild.length) { range.setStart(span.firstChild, rest); break; }
        rest -= span.firstChild.length;
    }
    range.collapse(true);
    const painted = range.getClientRects()[0] ?? line.getBoundingClientRect();
    return { caret, painted: { left: painted.left, top: painted.top }, seen };
}"""


def stays_on_the_paint(browser, run, width, height, touch):
    """With rows beneath several lines the cursor is where its character is painted, wherever it is put and whatever is typed."""
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=touch, is_mobile=touch, reduced_motion="reduce")
    view = Page(context, run.url, width, height)
    view.open()
    page = view.page
    name = f"{width} px{', touched' if touch else ''}"

    def fits(what):
        def off():
            found = page.evaluate(CARET)
            return max(abs(found["caret"][side] - found["painted"][side]) for side in ["left", "top"]) if found["seen"] else 1000

        # That the cursor has moved is told a moment later.
        until(f"{name}: {what}, the cursor is on the paint", lambda: off() < 4, 2)

    view.rewrite("reserve 15%", "reserv 15%")
    view.rewrite("when soc < 20%: charge\n", "when soc < 20%: chargge and so on and on and on, which is no action\n")
    view.rewrite("otherwise: charge at 6A", "otherwis: V2H at least 3A")
    view.says("schedule-summary", "errors")
    until("rows", lambda: beneath(page) == [5, 7, 8])
    fits("at the end")
    page.keyboard.press("Control+Home")
    fits("at the beginning")
    for number in range(9):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("End" if number % 2 else "Home")
        fits(f"in line {number + 2}")
    for number in [8, 3, 6, 1, 7, 5]:
        line = page.locator(".paint .line").nth(number - 1)
        line.scroll_into_view_if_needed()
        box = line.bounding_box()
        (page.touchscreen.tap if touch else page.mouse.click)(box["x"] + min(40, box["width"] / 2), box["y"] + 10)
        until(f"a press puts the cursor into line {number}", lambda: page.evaluate(
            "() => { const field = document.activeElement; return field.id === 'schedule-text' && field.value.slice(0, field.selectionEnd).split('\\n').length; }") == number)
        fits(f"pressed in line {number}")
    before = view.text
    page.keyboard.type("xyz")
    fits("typed")
    require(len(view.text) == len(before) + 3 and beneath(page)[-1] in (7, 8), f"{name}: rows stay while one types {beneath(page)}")
    for _ in range(3):
        page.keyboard.press("Backspace")
    require(view.text == before, f"{name}: what is typed is where the cursor was")
    if not touch:
        first, last = [page.locator(".paint .line").nth(index).bounding_box() for index in (3, 7)]
        for begin, end in [(first, last), (last, first)]:
            page.mouse.move(begin["x"] + 30, begin["y"] + 10)
            page.mouse.down()
            page.mouse.move(end["x"] + 60, (begin["y"] + end["y"]) / 2, steps=8)
            page.mouse.move(end["x"] + 60, end["y"] + 10, steps=8)
            page.mouse.up()
            chosen = page.evaluate("() => { const field = document.getElementById('schedule-text'); return field.value.slice(field.selectionStart, field.selectionEnd); }")
            require(chosen.count("\n") == 4, f"{name}: what is drawn over is chosen, past the rows ({chosen.count(chr(10))} line ends)")
        require(page.evaluate("[...(CSS.highlights.get('chosen') ?? [])].length") >= 3, f"{name}: and shown beyond the stretch of the cursor")
        view.cursor("reserv")
        page.keyboard.press("Tab")
        require(page.evaluate("document.activeElement.matches('.beneath .fix')"), f"{name}: Tab leads from the text to the fixes beneath its lines")
        page.keyboard.press("Enter")
        until("mended", lambda: "    reserve 15%" in view.text)
    looks_well(view, f"{name}, with rows", "#schedule")
    require(not view.complaints, f"{name}: no complaint of the browser {view.complaints}")
    context.close()
    print(f"seen: {name}: what is wrong beneath its lines, and the cursor where its character is painted")


def saves(browser, run):
    """What is saved is in force soon, keeps permissions, and what it replaces; a file that has changed is not overwritten."""
    run.path.chmod(0o640)
    until("it runs", lambda: run.status()["decision"]["maximumCurrent"] == 6)
    view = Page(browser, run.url)
    view.open()
    view.rewrite("charge at 6A", "charge at 9A")
    view.save()
    until("the run decides by it", lambda: run.status()["decision"]["maximumCurrent"] == 9)
    until("and the charger has it", lambda: run.status()["setPoint"] == 9)
    require(oct(run.path.stat().st_mode & 0o777) == "0o640", "the file keeps its permissions")
    require(run.path.read_text() == SCHEDULE.replace("6A", "9A"), "and has nothing but the change")

    other = run.path.read_text().replace("9A", "12A")
    run.path.write_text(other)
    view.rewrite("charge at 9A", "charge at 10A")
    view.page.click("#schedule-save")
    view.says("schedule-problem", "has changed since it was opened")
    require(run.path.read_text() == other, "what another has written is not overwritten")
    require("10A" in view.text, "and neither is what was typed lost")
    view.page.once("dialog", lambda dialog: dialog.accept())
    view.page.click("#schedule-reload")
    view.shows("document.getElementById('schedule-text').value.includes('12A')")

    view.page.click("#schedule-versions summary")
    view.page.click("#versions button >> nth=0")
    view.shows("document.getElementById('schedule-text').value.includes('6A')")
    require(run.path.read_text() == other, "an earlier version is shown before it is saved")
    view.save()
    until("and brought back", lambda: run.path.read_text() == SCHEDULE)
    until("the run decides by it", lambda: run.status()["decision"]["maximumCurrent"] == 6)
    kept = [version["name"] for version in run.ask("schedule/versions")[1]["versions"]]
    require(len(kept) == 2, f"what was replaced is kept: {kept}")
    require(all(run.ask(f"schedule/versions?name={name}")[0] == 404 for name in ["../../edited.evs", "..%2F..%2Fedited.evs", "x"]), "and nothing else is shown as a version")
    view.page.close()
    print("seen: saving changes what the run decides, nothing is overwritten, versions come back")


def fills_the_form(browser, run):
    """The forms edit the text, show what they do, and save it."""
    view = Page(browser, run.url)
    view.open()
    page = view.page
    page.click("#schedule-form summary")
    page.fill("#reserve-soc", "35")
    page.click("#schedule-form form:nth-of-type(3) button")
    page.wait_for_selector("#schedule-difference[open] .diff .put")
    changes = page.eval_on_selector_all(".diff .put, .diff .taken", "(lines) => lines.map((line) => line.innerText)")
    require(any("reserve 35%" in line for line in changes) and any("reserve 15%" in line for line in changes), f"the edit is shown: {changes}")
    view.save()
    require("    reserve 35%\n" in run.path.read_text(), "and saved")
    day = page.input_value("#trip-date")
    page.fill("#trip-soc", "90")
    page.fill("#trip-time", "06:30")
    page.check("#trip-hold")
    page.click("#schedule-form form:nth-of-type(2) button")
    view.shows("(day) => document.getElementById('schedule-text').value.includes(`charge to 90% by ${day} 06:30`)", day)
    require("never discharge, during" in view.text, "a trip keeps what is charged")
    view.says("schedule-summary", "")
    page.click("#schedule-form form:nth-of-type(1) button")
    view.shows("(day) => document.getElementById('schedule-text').value.includes(`charge to 80% by ${day} 07:00`)", day)
    require("charge to 90%" not in view.text, "another target for the same day takes the first one's place")
    page.click("#schedule-form form:nth-of-type(4) button")
    view.shows("document.getElementById('schedule-text').value.includes(': idle')")
    view.save()
    require(": idle" in run.path.read_text(), "a pause is saved")
    require(not view.complaints, f"no complaint of the browser {view.complaints}")
    page.close()
    print("seen: the forms' edits, shown as differences and saved")


def works_by_keyboard(browser, run):
    """From the top of the page to a saved change without a pointer."""
    view = Page(browser, run.url)
    view.shows("document.getElementById('doing').textContent !== ''")
    page = view.page

    def tab_to(condition, most=80):
        for _ in range(most):
            if page.evaluate(condition):
                return
            page.keyboard.press("Tab")
        require(False, f"the keyboard reaches {condition}")

    tab_to("document.activeElement.id === 'schedule-open'")
    page.keyboard.press("Enter")
    view.shows("document.activeElement.id === 'schedule-text'")
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+a")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("# by keyboard")
    page.keyboard.press("Enter")
    require(view.text.startswith("# by keyboard\n"), "the text can be typed into")
    page.keyboard.press("Tab")
    require(page.evaluate("document.activeElement.id") != "schedule-text", "and left by Tab")
    tab_to("document.activeElement.id === 'schedule-save'")
    page.keyboard.press("Enter")
    view.says("schedule-state", "in force")
    require(run.path.read_text().startswith("# by keyboard\n"), "and saved by keyboard alone")
    page.close()


def refuses(run):
    """What is asked for in the wrong way, or goes too far, changes nothing."""
    before = run.path.read_text()
    shown = run.ask("schedule")[1]
    body = {"schemaVersion": 1, "text": before + "\n", "tag": shown["tag"]}
    require(run.ask("schedule", body, Origin="http://elsewhere.example")[0] == 403, "another site's page may not save")
    require(run.ask("schedule", body, Host="elsewhere.example")[0] == 421, "nor one by another name")
    require(run.ask("schedule", body, Content_Type="text/plain")[0] == 415, "nor what is no JSON")
    require(run.ask("schedule", {"text": before})[0] in (404, 409), "nor without the tag")
    require(run.ask("schedule", body | {"path": "/tmp/elsewhere.evs", "tag": "0" * 64})[0] == 409, "no path is taken")
    require(run.ask("schedule", body | {"text": "#" * 200_000})[0] == 413, "nor is what is too long")
    require(run.ask("schedule", body | {"text": before.replace("home.evs", "/etc/passwd")})[0] == 422, "nor a use of any file")
    stolen = before.replace("schedule \"edited\"", 'site { meter shelly-em at "127.0.0.1:1" { grid channel 0   user "x"   password file "/etc/shadow" } }\nschedule "edited"')
    status, answer = run.ask("schedule", body | {"text": stolen})
    require(status == 422 and "secrets" in answer["error"] or status == 403, f"no secret can be sent elsewhere: {answer['error']}")
    other = before.replace("schedule \"edited\"", 'site { charger wallbox-quasar at "127.0.0.1:1" { failsafe required } }\nschedule "edited"')
    status, answer = run.ask("schedule", body | {"text": other})
    require(status == 409 and answer["restart"], f"what takes a restart is said first: {answer['error']}")
    require(run.ask("setup")[0] == 409, "there is nothing to set up")
    status, answer = run.ask("schedule/language", {"text": "#" * 120_000 + "\n", "requests": [{"method": "shutdown"}]})
    require(status == 200 and answer["results"] == [None], "a long text is looked at")
    require(run.path.read_text() == before, "nothing of that has changed the file")


def reckons(browser, program, folder, pictures):
    """Where readings are recorded, what an edit costs or saves in a week is told."""
    records = folder / "records"
    records.mkdir()
    (folder / "edited.evs").write_text(
        HOME.replace("meter simulated", 'meter simulated\n    record csv to "records"')
        + 'schedule "edited" {\n    during 10:00-15:00: charge to 80%\n    during 17:00-21:00: V2H to 30%\n    otherwise: idle\n}\n')
    day = int(time.time()) // 86400 * 86400
    for ago in range(8, 0, -1):
        start = day - ago * 86400
        date = time.strftime("%Y-%m-%d", time.gmtime(start))
        rows = [f"{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(start + minute * 60))},600,0,600" for minute in range(1440)]
        (records / f"evse-{date}.csv").write_text("time,grid,solar,home\n" + "\n".join(rows) + "\n")
    run = Run(program, folder)
    try:
        until("it runs", lambda: run.ask("now")[0] == 200)
        view = Page(browser, run.url)
        view.open()
        view.rewrite("10:00-15:00", "00:30-05:30")
        view.page.click("#schedule-compare")
        view.says("comparison-money", "As edited it saves")
        require(view.page.locator("#comparison-money tbody tr").count() == 2, f"money: {view.page.inner_text('#comparison-money strong')}")
        looks_well(view, "the reckoning", "#schedule")
        if pictures:
            view.page.locator("#comparison").screenshot(path=f"{pictures}/schedule-money.png")
        view.save()
        require("00:30" in (folder / "edited.evs").read_text(), "and it is saved and in force without a restart")
        view.page.close()
    finally:
        run.close()


def begins(browser, program, folder, pictures):
    """A file that does not exist leads to questions; devices are only read, and the file that is made runs."""
    home = Home(1, 60)
    run = Run(program, folder, "first.evs")
    try:
        until("the page is served", lambda: run.ask("setup")[0] == 200)
        for width, height in SIZES:
            for scheme in ["light", "dark"]:
                view = Page(browser, run.url, width, height, scheme)
                view.page.wait_for_selector("#setup-write")
                view.page.select_option("#meter", "shelly-em")
                looks_well(view, f"a first schedule, {width} px, {scheme}", "#setup")
                if pictures:
                    view.page.screenshot(path=f"{pictures}/setup-{width}-{scheme}.png", full_page=True)
                require(not view.complaints, f"no complaint of the browser {view.complaints}")
                view.page.close()
        view = Page(browser, run.url)
        page = view.page
        page.wait_for_selector("#setup-write")
        page.select_option("#charger", "wallbox-quasar")
        page.fill("#charger-address", f"127.0.0.1:{home.quasar.port}")
        page.click("#charger-ask")
        view.says("charger-answer", "a car is plugged in, and no power flows")
        page.select_option("#meter", "shelly-em")
        page.fill("#meter-address", f"127.0.0.1:{home.shelly.port}")
        page.click("#meter-ask")
        view.says("meter-answer", "300 W")
        require(home.quasar.order("log") == "", "devices are only read")
        page.fill("#charger-address", "127.0.0.1:1")
        page.click("#charger-ask")
        view.says("charger-answer", "cannot be read")
        page.select_option("#charger", "simulated")
        page.select_option("#meter", "simulated")
        page.select_option("#tariff", "Go")
        page.select_option("#plan", "house")
        page.fill("#timezone", "Europe/Londn")
        page.click("#setup-write")
        view.says("setup-error", "time zone")
        page.fill("#timezone", "Europe/London")
        page.click("#setup-write")
        page.wait_for_selector("#setup-result:not([hidden])")
        require(not run.path.exists(), "nothing is written before it is seen")
        page.click("#setup-save")
        page.wait_for_selector("#schedule-open", timeout=30_000)
        checked = subprocess.run([program, "--check", "first.evs"], cwd=folder, capture_output=True, text=True)
        require(checked.returncode == 0 and "warning" not in checked.stderr, f"the file passes the check {checked.stdout}{checked.stderr}")
        until("and runs", lambda: run.status()["schedule"] == "first")
        require(run.process.poll() is None, "in the same process")
        page.close()
    finally:
        run.close()
        home.close()
    print("seen: a first schedule from questions, devices only read, the file runs")


def begins_with_all(browser, program, folder):
    """A charger that is restarted through its maker, a meter with a password and a described one for the sun: asked, written and run."""
    quasar, meter = Peer("quasar.py"), Peer("shelly.py", "--generation", "2", "--password", "pa ss#1")
    sun, sensor = Peer("json_answer.py"), Peer("json_answer.py", "--login", "bearer")
    quasar.order("set 0x219 4")
    quasar.order("set 0x21A 60")
    sun.order(f"answer {(DEVICES / 'homewizard-p1.json').read_text().replace(chr(10), ' ')}")
    sensor.order(f"answer {(DEVICES / 'home-assistant.json').read_text().replace(chr(10), ' ')}")
    run = Run(program, folder, "first.evs")
    try:
        until("the page is served", lambda: run.ask("setup")[0] == 200)
        listed = {device["name"] for device in json.loads(subprocess.run([program, "--devices", "--json"], capture_output=True, text=True, check=True).stdout)["devices"] if device["role"] == "meter"}
        require({meter["name"] for meter in run.ask("setup")[1]["meters"]} == listed, "every meter that the program knows can be chosen")
        view = Page(browser, run.url, 320, 640)
        page = view.page
        page.wait_for_selector("#setup-write")
        page.select_option("#charger", "wallbox-quasar")
        page.fill("#charger-address", f"127.0.0.1:{quasar.port}")
        page.check("#restart")
        page.fill("#restart-serial", "12345")
        page.fill("#restart-user", "owner@example.org")
        page.fill("#restart-password", "cloud \"secret\"")

        # One that is told a name and a token, only to be asked.
        page.select_option("#meter", "home-assistant")
        require(page.is_visible("#meter-setting-entity") and page.is_visible("#meter-token") and page.is_hidden("#meter-password"), "a meter is asked for what it needs")
        page.fill("#meter-address", f"127.0.0.1:{sensor.port}")
        page.fill("#meter-setting-entity", "sensor.power")
        page.fill("#meter-token", "wrong")
        page.click("#meter-ask")
        view.says("meter-answer", "It cannot be read")
        page.fill("#meter-token", "opensesame")
        page.click("#meter-ask")
        view.says("meter-answer", "it answers: at the grid connection")
        require("sensor.power:200" in sensor.order("log"), "with the token, about what was named")

        page.select_option("#meter", "shelly-em")
        page.fill("#meter-address", f"127.0.0.1:{meter.port}")
        page.fill("#meter-user", "admin")
        page.fill("#meter-password", "wrong")
        page.click("#meter-ask")
        view.says("meter-answer", "It cannot be read")
        page.fill("#meter-password", "pa ss#1")
        page.click("#meter-ask")
        view.says("meter-answer", "channel 0: -512 W")
        page.select_option("#solar-meter", "homewizard-p1")
        page.fill("#solar-meter-address", f"127.0.0.1:{sun.port}")
        page.click("#solar-meter-ask")
        view.says("solar-meter-answer", "less than 0 W while the sun gives power")
        require(quasar.order("log") == "", "devices are only read")
        looks_well(view, "a first schedule with all", "#setup")
        page.fill("#timezone", "Europe/London")
        page.click("#setup-write")
        page.wait_for_selector("#setup-result:not([hidden])")
        shown = page.inner_text("#setup-text")
        require(all(text in shown for text in ["solar meter homewizard-p1", "serial 12345", 'password file "secrets/meter-password"']), f"the file has them: {shown}")
        require("pa ss" not in shown and "cloud" not in shown and page.is_visible("#setup-secrets"), "and no password")
        page.click("#setup-save")
        page.wait_for_selector("#schedule-open", timeout=30_000)
        secrets = {path.name: (path.read_text(), oct(path.stat().st_mode & 0o777)) for path in (folder / "secrets").iterdir()}
        require(secrets["meter-password"] == ("pa ss#1\n", "0o600") and secrets["wallbox-password"] == ('cloud "secret"\n', "0o600") and len(secrets) == 4, f"each is in a file of its own: {sorted(secrets)}")
        checked = subprocess.run([program, "--check", "first.evs"], cwd=folder, capture_output=True, text=True)
        require(checked.returncode == 0 and "warning" not in checked.stdout + checked.stderr, f"the file passes the check {checked.stdout}{checked.stderr}")
        until("it runs, and reads the charger and both meters", lambda: run.status()["soc"] == 60 and abs(run.status()["grid"] + 512.25) < 0.1 and run.status()["solar"] is not None)
        probed = subprocess.run([program, "--probe", "first.evs"], cwd=folder, capture_output=True, text=True)
        require(probed.returncode == 0 and "homewizard-p1" in probed.stdout and "shelly-em" in probed.stdout, f"and the command reads the same {probed.stdout}{probed.stderr}")
        view.open()
        require("solar meter" in view.text, "it can be edited")
        page.close()
        status, answer = run.ask("setup/file", {})
        require(status == 409, f"a first schedule is made once ({status}, {answer.get('error')})")
    finally:
        run.close()
        for peer in [quasar, meter, sun, sensor]:
            peer.close()
    print("seen: a restart through the maker, a meter with a password, one for the sun: asked, written, run")


def loads(browser, run):
    """The first load has nothing of the editor."""
    page = browser.new_page()
    seen = {}
    page.on("response", lambda response: seen.update({response.url.removeprefix(run.url): int(response.headers.get("content-length", "0"))}))
    page.goto(run.url)
    page.wait_for_selector("#plan-strip svg .soc")
    first = {path: size for path, size in seen.items() if not path.startswith("api/")}
    require(sum(first.values()) < 100_000 and "editor.js" not in first, f"the first load is {sum(first.values())} bytes, without the editor")
    page.close()


arguments = argparse.ArgumentParser()
arguments.add_argument("program")
arguments.add_argument("--pictures", metavar="FOLDER")
arguments = arguments.parse_args()
program = str(pathlib.Path(arguments.program).resolve())
chromium = shutil.which("chromium") or require(False, "chromium is installed")
with tempfile.TemporaryDirectory() as parent, sync_playwright() as playwright:
    folders = {name: pathlib.Path(parent) / name for name in ["edited", "reckoned", "first", "all"]}
    for folder in folders.values():
        folder.mkdir()
    (folders["edited"] / "home.evs").write_text(HOME)
    (folders["edited"] / "edited.evs").write_text(SCHEDULE)
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    run = Run(program, folders["edited"])
    try:
        until("it is served", lambda: run.ask("now")[0] == 200)
        loads(browser, run)
        edits(browser, run)
        stays_on_the_paint(browser, run, 1280, 900, False)
        stays_on_the_paint(browser, run, 320, 640, True)
        saves(browser, run)
        fills_the_form(browser, run)
        works_by_keyboard(browser, run)
        refuses(run)
        (run.path).write_text(SCHEDULE)
        until("the first text is in force again", lambda: run.ask("schedule")[1]["inForce"] == run.ask("schedule")[1]["tag"])
        looks(browser, run, arguments.pictures)
    finally:
        run.close()
    reckons(browser, program, folders["reckoned"], arguments.pictures)
    begins(browser, program, folders["first"], arguments.pictures)
    begins_with_all(browser, program, folders["all"])
    browser.close()
print("the schedule's page holds")
