"""How soon a touch of Stop reaches the charger: the built program against a pymodbus Quasar, pressed in a real browser.

    python3 Tests/Peers/page_stop.py PATH-TO-EVSE-RUN [--presses N] [--slow-presses N]

Measures from before the touch until the peer has the write that stops, with a prompt charger and with one that takes 0.3 s
for each reply, and when the page shows asked, sent and confirmed. Exits with 1 where the 99th percentile is a second or
more, or the page does not show each step.
"""

import argparse
import math
import os
import pathlib
import random
import tempfile
import time

from browser import fetch, launch, serve, shows, until
from home import Home, require, site
from playwright.sync_api import sync_playwright
from program import free_port

LIMIT = 1.0
CURRENT = 10

# Notes when the page shows each step, in milliseconds since the touch.
WATCH = """() => {
    const steps = document.querySelectorAll("#stop-progress li");
    document.getElementById("stop").addEventListener("click", () => { window.touched = performance.now(); window.shown = {}; }, true);
    const look = () => {
        if (!window.shown || document.getElementById("stop-progress").hidden) return;
        for (const step of steps) if (step.className === "done") window.shown[step.dataset.step] ??= performance.now() - window.touched;
    };
    new MutationObserver(look).observe(document.getElementById("stop-progress"), { subtree: true, attributes: true });
}"""


def press(page, home, url, dice):
    """Presses Stop while power flows: the seconds until the charger heard it, and until the page showed each step."""
    home.quasar.order(f"resume {CURRENT}")
    until("power flows", lambda: fetch(url + "api/now")[1]["status"]["chargerPower"] == CURRENT * 231, 10)
    home.quasar.order("stops")
    page.wait_for_timeout(dice.uniform(0, 1000))  # At any moment of a tick.
    touched = time.monotonic()
    page.tap("#stop")
    stops = []
    until("the charger hears it", lambda: stops.extend(home.quasar.order("stops").split()) or stops, 10)
    until("the page shows that it is confirmed", lambda: "confirmed" in page.evaluate("window.shown"), 10)
    shown = page.evaluate("window.shown")
    page.tap("#resume")
    until("the schedule goes on", lambda: fetch(url + "api/now")[1]["status"]["order"] is None, 5)
    return float(stops[0]) - touched, {step: shown[step] / 1000 for step in ["asked", "sent", "confirmed"]}


def figures(times):
    times = sorted(times)
    share = lambda part: times[math.ceil(part * len(times)) - 1]
    return share(0.5), share(0.99), times[-1]


def measure(browser, executable, presses, delay):
    name = f"{presses} presses, " + (f"a charger that takes {delay} s for each reply" if delay else "a prompt charger")
    with tempfile.TemporaryDirectory(prefix="evse-stop-") as folder:
        home = Home(2, 50)
        address = f"127.0.0.1:{free_port()}"
        schedule = pathlib.Path(folder) / "stop.evs"
        schedule.write_text(f'schedule "stop" {{ otherwise: charge at {CURRENT}A }}\n' + site(home))
        process = serve(executable, folder, address, schedule=schedule)
        try:
            url = f"http://{address}/"
            until("it charges", lambda: home.current() == CURRENT, 30)
            home.quasar.order(f"delay {delay}")
            page = browser.new_page(viewport={"width": 360, "height": 780}, has_touch=True)
            page.goto(url)
            shows(page, "document.getElementById('doing').textContent !== ''")
            page.evaluate(WATCH)
            dice = random.Random(presses)
            heard, shown = zip(*(press(page, home, url, dice) for _ in range(presses)))
            page.close()
        finally:
            process.terminate()
            process.wait(timeout=20)
            home.close()
    print(f"{name}, in seconds:              50 %   99 %  worst")
    rows = [("the charger hears it", heard)] + [(f"the page shows {step}", [s[step] for s in shown]) for step in shown[0]]
    for what, times in rows:
        print(f"  {what:30s}" + "".join(f"  {value:5.2f}" for value in figures(times)))
    for steps in shown:
        if not steps["asked"] <= steps["sent"] <= steps["confirmed"]:
            require(False, f"the page shows asked, sent and confirmed in this order: {steps}")
    require(figures(heard)[1] < LIMIT, f"{name}: 99 of 100 are heard within {LIMIT} s")


arguments = argparse.ArgumentParser()
arguments.add_argument("program")
arguments.add_argument("--presses", type=int, default=200)
arguments.add_argument("--slow-presses", type=int, default=200)
arguments = arguments.parse_args()
with sync_playwright() as playwright:
    browser = launch(playwright)
    for presses, delay in [(arguments.presses, 0), (arguments.slow_presses, 0.3)]:
        if presses:
            measure(browser, os.path.abspath(arguments.program), presses, delay)
    browser.close()
