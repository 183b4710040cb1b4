"""Memory and processor time of the program while its page is open in a real browser.

    python3 Tests/Peers/page_memory.py PATH-TO-EVSE-RUN [--seconds N] [--most MIB] [--demand-time]

A schedule on the simulated home in real time, with records; two pages are open and used: plan, map, explanations, the past and
what was possible in a month of it, the editor with what its text would have cost. Exits with 1 where it takes 16 MiB or more, or MIB, at
any moment. Processor time is printed; with --demand-time it exits with 1 as well where that is 2 ms a second or more, which says
something on a machine that has nothing else to do.
"""

import argparse
import os
import pathlib
import tempfile
import time

import past_days
from browser import fetch, launch, serve, shows, until
from home import require
from playwright.sync_api import sync_playwright
from program import free_port

MOST_TIME = 2.0

arguments = argparse.ArgumentParser()
arguments.add_argument("program")
arguments.add_argument("--seconds", type=int, default=120)
arguments.add_argument("--most", type=int, default=16, help="MiB that are demanded")
arguments.add_argument("--demand-time", action="store_true")
arguments = arguments.parse_args()


def memory(process, name="VmRSS"):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith(name)))


def work(process):
    """Milliseconds that all threads have run."""
    tasks = pathlib.Path(f"/proc/{process.pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6


def rate(process, seconds, what):
    """Waits, and gives the milliseconds a second that the program took meanwhile."""
    begun, before = time.monotonic(), work(process)
    time.sleep(seconds)
    taken = (work(process) - before) / (time.monotonic() - begun)
    print(f"{what}: {taken:.2f} ms a second, {memory(process)} KiB", flush=True)
    return taken


def tell(what):
    print(f"{what}: {memory(process)} KiB, {memory(process, 'VmHWM')} at most", flush=True)


with tempfile.TemporaryDirectory(prefix="evse-memory-") as folder, sync_playwright() as playwright:
    folder = pathlib.Path(folder)
    (folder / "past.evs").write_text(past_days.SITE.format(settings=f'record csv to "{folder}/log"'))
    past_days.write(folder / "log", past_days.dates(31))
    address = f"127.0.0.1:{free_port()}"
    process = serve(os.path.abspath(arguments.program), folder, address, schedule=folder / "past.evs")
    try:
        url = f"http://{address}/"
        until("it is served", lambda: fetch(url + "api/now")[0] == 200, 20)
        rate(process, 10, "no page open")
        browser = launch(playwright)
        pages = [browser.new_page() for _ in range(2)]
        for page in pages:
            page.goto(url)
            shows(page, "document.getElementById('doing').textContent !== ''")
            page.wait_for_selector("#policy-map svg rect")
        # Plan and map are asked for once a minute.
        taken = rate(process, arguments.seconds, "two pages open")
        pages[0].click("#plan-strip svg", position={"x": 500, "y": 60})
        pages[0].click("[data-hours='48']")
        pages[1].click("#history-open")
        pages[1].click("text=Earlier")  # Yesterday is whole.
        for days in [1, 7, 31]:
            pages[1].click(f"[data-days='{days}']")
            step = {1: "5 minutes", 7: "30 minutes", 31: "2 hours"}[days]
            shows(pages[1], "(step) => document.querySelector('#history [role=status]').textContent.includes(step)", step)
        tell("a month of the past is open")
        pages[1].click("text=What was possible?")
        pages[1].wait_for_selector("text=best possible", timeout=60_000)
        tell("a month was simulated")
        after = rate(process, max(60, arguments.seconds), "the same, with a month of the past open")
        pages[0].click("#schedule-open")
        pages[0].wait_for_selector("#schedule-text")
        pages[0].fill("#schedule-text", (folder / "past.evs").read_text().replace("20%", "35%"))
        shows(pages[0], "document.querySelector('#schedule-summary').textContent !== ''")
        tell("the schedule is edited")
        pages[0].click("#schedule-compare")
        pages[0].wait_for_selector("#comparison-money tbody tr", timeout=120_000)
        tell("and compared over four weeks")
        for _ in range(3):
            for page in pages:
                page.reload()
                page.wait_for_selector("#policy-map svg rect")
                page.click("#history-open")
                page.click("[data-days='31']")
            for page in pages:
                shows(page, "document.querySelector('#history [role=status]').textContent.includes('2 hours')")
            for page in pages:
                page.click("text=What was possible?")
            for page in pages:
                page.wait_for_selector("text=best possible", timeout=60_000)
        tell("both pages have opened the month at once, again and again")
        browser.close()
        most = memory(process, "VmHWM")
        require(most < arguments.most * 1024, f"it takes less than {arguments.most} MiB, always ({most} KiB at most)")
        took = f"{max(taken, after):.2f} ms a second"
        if arguments.demand_time:
            require(max(taken, after) < MOST_TIME, f"and less than {MOST_TIME} ms a second ({took})")
        else:
            print(f"not demanded: less than {MOST_TIME} ms a second ({took})")
    finally:
        process.terminate()
        process.wait(timeout=10)
