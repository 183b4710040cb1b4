"""The daemon at rest, and with its page open, beside what the original's stack does."""

import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

NAME = "daemon"
TITLE = "The daemon"
ABOUT = """Against a pymodbus charger and an HTTP meter on the same machine, 20 seconds long, after a minute and a bit to settle: at rest, with a page that listens to its events, and
beside it a Python loop that does as the original's stack does (`pyModbusTCP` and `requests`: a meter reply and eight registers a second). Memory is what is
resident, wake-ups are how often it begins to wait. The start is from running the command until the first reading is in its line."""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def figures(pid, seconds):
    """What a process takes."""
    def processor():
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def waits():
        total = 0
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            text = (task / "status").read_text()
            total += int(next(line.split()[1] for line in text.splitlines() if line.startswith("voluntary")))
        return total

    before, waited, begin = processor(), waits(), time.monotonic()
    time.sleep(seconds)
    took = time.monotonic() - begin
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return {
        "resident memory": resident / 1024, "processor time": (processor() - before) / took * 1000,
        "wake-ups": (waits() - waited) / took, "open files": len(os.listdir(f"/proc/{pid}/fd")),
    }


def measured(start, listen=None, seconds=20):
    process, first = start()
    stop = threading.Event()
    try:
        if listen:
            threading.Thread(target=listen, args=(stop,), daemon=True).start()
        time.sleep(70)
        found = figures(process.pid, seconds)
    finally:
        stop.set()
        process.terminate()
        process.wait(timeout=30)
    found["start"] = first
    return found


def works(tools):
    sys.path.insert(0, str(tools.root / "Tests/Peers"))
    from home import SITE, Home, environment  # Peers of the tests.

    program = tools.product("evse-run")
    python = tools.python
    script = tools.root / "Benchmarks/Daemon/original.py"
    home = Home(1, 60)
    folder = tempfile.TemporaryDirectory(prefix="evse-daemon-")
    port = free_port()
    path = pathlib.Path(folder.name) / "rest.evs"
    path.write_text(SITE.format(quasar=home.quasar.port, shelly=home.shelly.port, charger="", settings="tariff Flux") + pathlib.Path(
        tools.root / "schedules/flux.evs").read_text().split("site { tariff Flux }")[1].split("test \"")[0])

    def ours(*more):
        begin = time.perf_counter()
        process = subprocess.Popen(
            [program, *more, str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment(folder.name))
        line = process.stdout.readline()
        while line and "W" not in line:
            line = process.stdout.readline()
        first = time.perf_counter() - begin
        threading.Thread(target=process.stdout.read, daemon=True).start()
        return process, first

    def original():
        begin = time.perf_counter()
        process = subprocess.Popen([python, str(script), str(home.quasar.port), str(home.shelly.port)], stdout=subprocess.PIPE, text=True)
        process.stdout.readline()
        first = time.perf_counter() - begin
        threading.Thread(target=process.stdout.read, daemon=True).start()
        return process, first

    def listen(stop):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/events", timeout=60) as events:
            while not stop.is_set() and events.readline():
                pass

    cache = {}

    def value(kind, figure, run):
        """One run tells all figures of a round."""
        def take():
            if figure not in cache.get(kind, {}):
                cache[kind] = run()
            return cache[kind].pop(figure)
        return take

    kinds = {
        "evse-run": lambda: measured(ours),
        "evse-run, page open": lambda: measured(lambda: ours("--dashboard", f"127.0.0.1:{port}"), listen),
        "the original's stack": (lambda: measured(original)) if tools.has("pyModbusTCP") and tools.has("requests") else None,
    }
    units = {"resident memory": "MiB", "processor time": "ms/s", "wake-ups": "/s", "open files": "", "start": "s"}
    for number, (figure, unit) in enumerate(units.items()):
        yield {
            "name": "start to the first reading" if figure == "start" else figure, "unit": unit, "rounds": 1,
            "close": (lambda: (home.close(), folder.cleanup())) if number == len(units) - 1 else None,
            "contenders": {kind: run and value(kind, figure, run) for kind, run in kinds.items()},
        }
