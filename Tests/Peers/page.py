"""The page in a real browser: the built program on the simulated home, looked at and used with Debian's Chromium.

    python3 Tests/Peers/page.py PATH-TO-EVSE-RUN [--pictures FOLDER]

Prints what was seen and exits with 1 where a promise is broken; --pictures keeps screenshots.
"""

import argparse
import json
import pathlib
import signal
import tempfile
import time
import urllib.request

from axe_playwright_python.sync_playwright import Axe
from browser import fetch, launch, serve, shows, until
from home import require
from playwright.sync_api import sync_playwright
from program import free_port

SIZES = [(320, 640), (360, 780), (768, 1024), (1280, 800), (2560, 1440)]


def start(program, folder, address):
    return serve(program, folder, address, "--speed", "1")


def looks(browser, url, pictures):
    """Every size in light and dark: nothing wider than the screen, no text that is too small, no complaint of the browser
    or of axe."""
    for width, height in SIZES:
        for scheme in ["light", "dark"]:
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            complaints = []
            page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(url)
            page.wait_for_selector("#plan-strip svg .soc")
            page.wait_for_selector("#policy-map svg rect")
            shows(page, "document.getElementById('doing').textContent !== ''")
            name = f"{width} px, {scheme}"
            require(not complaints, f"{name}: no complaint of the browser {complaints}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            require(wide <= width, f"{name}: no wider than the screen ({wide} px)")
            small = page.evaluate("""() => {
                const found = [];
                for (const element of document.querySelectorAll("body *")) {
                    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
                    if (!own || !element.getClientRects().length || element.closest("noscript, .skip")) continue;
                    const matrix = element.getScreenCTM?.();
                    const size = parseFloat(getComputedStyle(element).fontSize) * (matrix ? matrix.a : 1);
                    if (size < 11.95) found.push(`${element.tagName} ${size.toFixed(1)} ${element.textContent.slice(0, 20)}`);
                }
                return found;
            }""")
            require(not small, f"{name}: no text below 12 px {small[:5]}")
            violations = Axe().run(page).response["violations"]
            require(not violations, f"{name}: axe finds nothing {[v['id'] + ': ' + v['nodes'][0]['html'][:120] for v in violations]}")
            if pictures:
                page.screenshot(path=f"{pictures}/page-{width}-{scheme}.png", full_page=True)
            page.close()
    print(f"seen: {len(SIZES)} sizes in light and dark, each without a complaint of the browser or of axe")


def loads(browser, url):
    """The first load is small, and on screen soon over a slow line and a slow processor."""
    context = browser.new_context(viewport={"width": 360, "height": 780})
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": 40, "downloadThroughput": 1.6e6 / 8 * 4, "uploadThroughput": 750e3 / 8})
    tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    sizes = []
    page.on("response", lambda response: sizes.append(int(response.headers.get("content-length", "0"))) if "/api/" not in response.url else None)
    begun = time.monotonic()
    page.goto(url, wait_until="commit")
    shows(page, "document.getElementById('doing').textContent !== ''")
    took = time.monotonic() - begun
    require(sum(sizes) < 100_000, f"the first load is {sum(sizes)} bytes")
    print(f"seen: {sum(sizes)} bytes, on screen after {took:.2f} s on a throttled phone")
    context.close()


def stops(browser, url):
    """Stop by touch and by keyboard, seen to be asked, sent and confirmed; resumed, and other orders."""
    page = browser.new_page(viewport={"width": 360, "height": 780})
    page.goto(url)
    shows(page, "document.getElementById('doing').textContent !== ''")
    areas = page.evaluate("[...document.querySelectorAll('button')].filter((b) => b.getClientRects().length).map((b) => [b.id, b.offsetWidth * b.offsetHeight])")
    require(max(areas, key=lambda entry: entry[1])[0] == "stop", "the largest button is the one that stops")
    top = page.evaluate("document.getElementById('stop').getBoundingClientRect().bottom")
    require(top < 780, f"which is on a phone's screen without scrolling ({top:.0f} px)")

    def order():
        return fetch(url + "api/now")[1]["status"]["order"]

    page.click("#stop")
    seconds = until("the stop is in force", lambda: (order() or {}).get("kind") == "stop", 5)
    shows(page, "[...document.querySelectorAll('#stop-progress li')].every((item) => item.className === 'done')")
    print(f"seen: one touch stops ({seconds * 1000:.0f} ms until the report says so), asked, sent and confirmed")
    page.click("#resume")
    until("the schedule goes on", lambda: order() is None, 5)
    shows(page, "document.getElementById('resume').hidden")

    page.goto(url)
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "stop":
            break
    require(page.evaluate("document.activeElement.id") == "stop", "a few tabs lead to it")
    page.keyboard.press("Enter")
    until("the keyboard stops as well", lambda: (order() or {}).get("kind") == "stop", 5)
    page.click("#resume")
    until("the schedule goes on", lambda: order() is None, 5)

    page.click("[data-pause='7200']")
    until("a pause is in force", lambda: (order() or {}).get("kind") == "pause", 5)
    page.fill("#charge-to", "90")
    page.click("#charge-form button")
    until("an order to charge takes its place", lambda: (order() or {}).get("soc") == 90, 5)
    page.fill("#charge-to", "1")
    page.click("#charge-form button")
    shows(page, "document.getElementById('order-error').textContent.includes('already')")
    require((order() or {}).get("soc") == 90, "an order that cannot be carried out is refused, with why, and changes nothing")
    page.click("#resume")
    until("the schedule goes on", lambda: order() is None, 5)
    page.close()
    print("seen: keyboard, pause, charge to, a refusal, resume")


def explains(browser, url):
    """Any moment of plan and map can be touched for its explanation, by keyboard as well."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(url)
    page.wait_for_selector("#policy-map svg rect")
    texts = []

    def explanation():
        shows(page, "(before) => { const text = document.getElementById('explanation-text').innerText; return text !== '' && text !== before; }", texts[-1] if texts else "")
        texts.append(page.inner_text("#explanation-text"))

    page.click("#plan-strip svg", position={"x": 500, "y": 60})
    explanation()
    page.click("#policy-map svg", position={"x": 200, "y": 100})
    explanation()
    page.focus("#policy-map svg")
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    explanation()
    page.click("#policy-days button:nth-child(3)")
    page.wait_for_selector("#policy-days button:nth-child(3)[aria-pressed=true]")
    require(all("decides" in text for text in texts), f"each moment names the rule that decides: {texts}")
    page.click("[data-hours='48']")
    page.wait_for_selector("[data-hours='48'][aria-pressed=true]")
    page.close()
    print("seen: explanations of moments in the plan and the map, by touch and by keyboard")


def misses(browser, url):
    """What will be missed is said below the plan."""
    page = browser.new_page()

    def answer(route):
        response = route.fetch()
        plan = response.json()
        plan["forecast"]["missedTargets"] = [{
            "rule": None, "deadline": plan["from"], "target": 80, "soc": 71.5, "shortfall": 8.5, "wasReached": False,
            "planned": False}]
        route.fulfill(response=response, json=plan)

    page.route("**/api/plan**", answer)
    page.goto(url)
    said = "/The target 80 % by .* will be missed: 71.5 % then, 8.5 % short/"
    shows(page, f"{said}.test(document.getElementById('plan-note').textContent)")
    page.close()
    print("seen: a target that will be missed")


def away(browser, program, folder, address, process):
    """A program that is gone is said to be so within three seconds, and one that is back is followed again."""
    url = f"http://{address}/"
    page = browser.new_page()
    page.goto(url)
    shows(page, "document.getElementById('doing').textContent !== ''")
    process.send_signal(signal.SIGSTOP)
    begun = time.monotonic()
    page.wait_for_selector("body.away", timeout=10_000)
    took = time.monotonic() - begun
    require(took <= 3, f"a program that hangs is said to be away after {took:.1f} s")
    process.send_signal(signal.SIGCONT)
    page.wait_for_selector("body:not(.away)", timeout=20_000)
    process.terminate()
    process.wait(timeout=10)
    begun = time.monotonic()
    page.wait_for_selector("body.away", timeout=10_000)
    took = time.monotonic() - begun
    require(took <= 3, f"one that has ended after {took:.1f} s")
    process = start(program, folder, address)
    page.wait_for_selector("body:not(.away)", timeout=30_000)
    page.close()
    print("seen: away within three seconds, and followed again")
    return process


def asks_for_token(browser, program, folder):
    """Served to the network, the page asks for the token once; a wrong one and an old one let nobody in."""
    port = free_port()
    process = start(program, folder, f"0.0.0.0:{port}")
    url = f"http://127.0.0.1:{port}/"
    token = pathlib.Path(folder) / "dashboard-token"
    try:
        until("it is served", lambda: fetch(url + "api/now")[0] in (401, 503), 20)
        require(fetch(url + "api/now")[0] == 401, "nothing is told without the token")
        require(oct(token.stat().st_mode & 0o777) == "0o600", "the token is the user's alone")
        require(fetch(url + "api/now", Authorization="Bearer " + "0" * 64)[0] == 401, "nor with a wrong one")
        secret = token.read_text().strip()
        require(fetch(url + "api/now", Authorization=f"Bearer {secret}")[0] == 200, "the right one is enough")
        context = browser.new_context()
        page = context.new_page()
        page.goto(url)
        page.wait_for_selector("#sign-in[open]", timeout=10_000)
        page.fill("#token", "not it")
        page.click("#sign-in button")
        shows(page, "document.getElementById('sign-in-error').textContent !== ''")
        page.fill("#token", secret)
        page.click("#sign-in button")
        shows(page, "document.getElementById('doing').textContent !== ''")
        page.goto(url)
        shows(page, "document.getElementById('doing').textContent !== ''")
        require(not page.query_selector("#sign-in[open]"), "it is asked for once")
        require("evse_token" not in page.evaluate("document.cookie"), "no script can read it")
        token.unlink()
        until("another token takes its place", lambda: fetch(url + "api/now", Authorization=f"Bearer {secret}")[0] == 401, 5)
        context.close()
    finally:
        process.terminate()
        process.wait(timeout=10)
    print("seen: the token is asked for once, wrong and old ones let nobody in")


def switches(browser, program, folder):
    """A box or a field for each input of the schedule: it sets the input, and it shows what others have set."""
    address = f"127.0.0.1:{free_port()}"
    url = f"http://{address}/"
    schedule = pathlib.Path(folder) / "inputs.evs"
    schedule.write_text("""input trip = off
input visitors = on
input target = 80% in 50%..100%
input ready = 07:00
site "home" { timezone "UTC"   charger simulated   meter simulated }
schedule "s" {
    when trip: charge at 9A
    when soc > target: idle
    during ready-24:00, when soc < 1%: idle
    otherwise: charge at 6A
}
""")
    process = serve(program, folder, address, "--speed", "1", schedule=schedule)
    try:
        until("it is served", lambda: fetch(url + "api/now")[0] == 200, 20)
        page = browser.new_page()
        complaints = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url)
        page.wait_for_selector("#inputs input")
        states = lambda: page.evaluate("[...document.querySelectorAll('#inputs input')].map((box) => box.checked)")
        require(states()[:2] == [False, True], f"as declared: {states()}")
        values = lambda: [entry["value"] for entry in fetch(url + "api/now")[1]["status"]["inputs"]]
        page.get_by_label("target").fill("90")
        page.get_by_label("target").press("Enter")
        until("a number takes its unit", lambda: values()[2] == "90%", 10)
        page.get_by_label("ready").fill("05:30")
        page.get_by_label("ready").press("Tab")
        until("a time is set", lambda: values()[3] == "05:30", 10)
        page.get_by_label("trip").check()
        until("it is set", lambda: fetch(url + "api/now")[1]["status"]["inputs"][0]["on"], 10)
        until("it acts", lambda: fetch(url + "api/now")[1]["status"]["applied"]["maximumCurrent"] == 9, 10)
        request = urllib.request.Request(
            url + "api/orders", method="POST", headers={"Content-Type": "application/json"},
            data=json.dumps({"schemaVersion": 1, "command": "set", "name": "trip", "value": "default"}).encode())
        with urllib.request.urlopen(request, timeout=10) as answer:
            require(answer.status == 200, "the API takes it too")
        shows(page, "!document.querySelector('#inputs input').checked")
        require(not complaints, f"no complaint: {complaints}")
        page.close()
    finally:
        process.terminate()
        process.wait(timeout=10)
    print("seen: a box for each input, by touch and by the API")


arguments = argparse.ArgumentParser()
arguments.add_argument("program")
arguments.add_argument("--pictures", metavar="FOLDER")
arguments = arguments.parse_args()
with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
    address = f"127.0.0.1:{free_port()}"
    process = start(arguments.program, folder, address)
    try:
        until("it is served", lambda: fetch(f"http://{address}/api/now")[0] == 200, 20)
        browser = launch(playwright)
        looks(browser, f"http://{address}/", arguments.pictures)
        loads(browser, f"http://{address}/")
        stops(browser, f"http://{address}/")
        explains(browser, f"http://{address}/")
        misses(browser, f"http://{address}/")
        process = away(browser, arguments.program, folder, address, process)
    finally:
        process.terminate()
        process.wait(timeout=10)
    asks_for_token(browser, arguments.program, folder)
    switches(browser, arguments.program, folder)
    browser.close()
print("the page holds")
