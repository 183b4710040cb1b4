"""Each fault of a peer, injected into the way between the running program and a pymodbus Quasar or a Shelly.

    python3 Tests/Peers/reliability.py PATH-TO-EVSE-RUN [--write docs/reliability.md] [--seconds N] [FAULT…]

Every fault lasts N seconds (default 45: longer than `stale after`) in a home of its own, in which the schedule always
wants 10 A. Prints a table of what happened and how long after the repair the program was in control again; exits with 1
where a tick was late or left out, or control did not return in time.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import program as records
from home import SITE, Home, environment
from proxy import HTTPProxy, ModbusProxy

CHARGER = [
    ("refuse", "refuses connections"), ("silence", "hears nothing and does not answer"), ("mute", "hears and does not answer"),
    ("late", "answers 0.8 s late"), ("one byte a second", "answers one byte a second"),
    ("cut short", "a reply cut short by the connection's end"), ("half a reply", "half a reply and no more"),
    ("hang up", "hangs up at each request"), ("twice", "says everything twice"), ("noise", "64 random bytes"),
    ("flood", "sends without a pause"), ("wrong transaction", "wrong transaction number"), ("wrong unit", "wrong unit"),
    ("wrong function", "wrong function"), ("wrong length", "a frame of 65,535 bytes"),
    ("too few registers", "one register where two were asked for"),
] + [(f"exception {code}", f"Modbus exception {code}") for code in (1, 2, 3, 4, 5, 6, 8, 10, 11, 99)]

METER = [
    ("refuse", "refuses connections"), ("silence", "hears nothing and does not answer"), ("mute", "hears and does not answer"),
    ("late", "answers 0.8 s late"), ("one byte a second", "answers one byte a second"),
    ("cut short", "a response cut short by the connection's end"), ("half a reply", "half a response and no more"),
    ("hang up", "hangs up at each request"), ("twice", "says everything twice"), ("noise", "64 random bytes"),
    ("flood", "sends without a pause"), ("huge body", "a body of 2 MB"), ("huge headers", "60 kB of headers"),
    ("invalid JSON", "invalid JSON"), ("another type", "JSON of another shape"), ("not valid", "`is_valid` false"),
    ("NaN", "a power of NaN"), ("1e999 W", "a power of 1e999 W"), ("no power", "no power"), ("redirect", "a redirect"),
    ("HTTP 401", "HTTP 401"), ("HTTP 404", "HTTP 404"), ("HTTP 429", "HTTP 429"), ("HTTP 500", "HTTP 500"),
]

# Around the table in the page.
MARK = "<!-- {} of the live faults: written by Tests/Peers/reliability.py -->"
# A repaired world is under control again within so many seconds.
RECOVERY = 2


class Case:
    """One fault of one device."""

    def __init__(self, device, mode, text):
        self.device, self.mode, self.text = device, mode, text
        self.faults = []

    def run(self, executable, options):
        with tempfile.TemporaryDirectory(prefix="evse-fault-") as folder:
            # The first generation alone tells `is_valid`, and the second one how to log in.
            home = Home(generation=1 if self.device == "meter" and self.mode != "HTTP 401" else 2, soc=50)
            try:
                self.live(executable, pathlib.Path(folder), home, options)
            finally:
                home.close()
        return self

    def live(self, executable, folder, home, options):
        self.home = home
        proxies = {"charger": ModbusProxy(home.quasar.port), "meter": HTTPProxy(home.shelly.port)}
        ports = {"quasar": proxies["charger"].port, "shelly": proxies["meter"].port}
        (folder / "run.evs").write_text(
            'schedule "fault" { otherwise: charge at 10A }\n'
            + SITE.format(**ports, charger="failsafe 20s", settings='record csv to "log"'))
        with open(folder / "output", "wb") as output:
            process = subprocess.Popen(
                [executable, str(folder / "run.evs")], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                env=environment(folder))
        try:
            self.until(lambda: home.current() == 10, 15, "no start")
            time.sleep(options.settle)
            proxy = proxies[self.device]
            proxy.begin(self.mode)
            began = time.time()
            self.changes = self.watch(options.seconds)
            if self.device == "charger":
                # A charger that has paused shows when it is commanded again.
                home.quasar.order("set 0x219 4")
                home.quasar.order("set 0x20E 0")
            proxy.repair()
            repaired = time.time()
            self.control = self.until(lambda: home.current() == 10, 40, "control did not return")
            time.sleep(6)
            if process.poll() is not None:
                self.faults.append(f"the program ended with {process.returncode}")
        finally:
            process.terminate()
            process.wait(timeout=10)
            for proxy in proxies.values():
                if proxy.mode != "refuse":
                    proxy.close()
        if self.control is not None and self.control > RECOVERY + options.patience:
            self.faults.append(f"control returned only after {self.control:.1f} s")
        self.read_ticks(records.csv_rows(folder), began, repaired, options.patience)
        self.read_log((folder / "output").read_text())

    def until(self, holds, limit, failure):
        start = time.monotonic()
        while not holds():
            if time.monotonic() - start > limit:
                self.faults.append(failure)
                return None
            time.sleep(0.05)
        return time.monotonic() - start

    def watch(self, seconds):
        """What the charger did meanwhile: (second, current) at each change."""
        start, current, changes = time.monotonic(), 10, []
        while (now := time.monotonic() - start) < seconds:
            if self.home.current() != current:
                current = self.home.current()
                changes.append((now, current))
            time.sleep(0.1)
        return changes

    def read_ticks(self, rows, began, repaired, patience):
        times = [row["time"] for row in rows if began * 1000 <= row["time"] <= repaired * 1000 + 5000]
        ticked = {time // 1000 for time in times}
        self.missing = len(set(range(int(began) + 1, int(repaired) + 4)) - ticked)
        self.latest = max((time % 1000 for time in times), default=1000)
        if self.missing or self.latest > 100 + 1000 * patience:
            self.faults.append(f"{self.missing} ticks missing, the latest {self.latest} ms late")

    def read_log(self, text):
        found = re.findall(rf"  {self.device} at \S+: (?!works)(.*)", text)
        self.said = found[0] if found else "nothing: nothing was wrong"

    @property
    def did(self):
        if not self.changes:
            return "went on at 10 A"
        return ", then ".join(
            (f"stopped after {when:.0f} s" if current == 0 else f"{current} A after {when:.0f} s")
            for when, current in self.changes)

    @property
    def row(self):
        control = "never" if self.control is None else f"{self.control:.1f} s"
        if self.device == "meter" and not self.changes:
            control = "not lost"
        return (f"| {self.text} | {self.said} | {self.missing or 'none'} missing, latest {self.latest} ms "
                f"| {self.did} | {control} |")


def table(cases):
    lines = []
    for device, title in (("charger", "The charger, over Modbus"), ("meter", "The meter, over HTTP")):
        lines += ["", f"### {title}", "", "| the peer… | the log says | ticks | the charger | control back after |",
                  "|---|---|---|---|---|"]
        lines += [case.row for case in cases if case.device == device]
    return "\n".join(lines) + "\n"


def write(path, text):
    start, end = MARK.format("start"), MARK.format("end")
    page = pathlib.Path(path).read_text()
    before, rest = page.split(start)
    pathlib.Path(path).write_text(before + start + "\n" + text + "\n" + end + rest.split(end)[1])


arguments = argparse.ArgumentParser()
arguments.add_argument("program")
arguments.add_argument("faults", nargs="*", metavar="FAULT")
arguments.add_argument("--write", metavar="FILE")
arguments.add_argument("--seconds", type=int, default=45)
arguments.add_argument(
    "--settle", type=int, default=2, help="seconds before the fault; a charger is left alone for 22 s after its start")
arguments.add_argument("--at-once", type=int, default=10)
arguments.add_argument("--patience", type=float, default=0, help="further seconds that a busy machine may take")
arguments = arguments.parse_intermixed_args()
cases = [
    Case(device, mode, text) for device, modes in (("charger", CHARGER), ("meter", METER)) for mode, text in modes
    if not arguments.faults or mode in arguments.faults
]
with concurrent.futures.ThreadPoolExecutor(arguments.at_once) as pool:
    runs = [
        pool.submit(case.run, os.path.abspath(arguments.program), arguments)
        for case in cases
    ]
    for run in runs:
        run.result()
print(table(cases))
if arguments.write:
    write(arguments.write, table(cases))
broken = [f"{case.device}, {case.mode}: {fault}" for case in cases for fault in case.faults]
if broken:
    sys.exit("FAILED:\n" + "\n".join(broken))
print(f"all {len(cases)} faults are survived")
