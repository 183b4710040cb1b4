"""What an owner relies on from a program that runs for months, between a pymodbus Quasar and a Shelly.

    python3 Tests/Peers/service.py PATH-TO-EVSE-RUN [SCENE…]

Prints what was seen and exits with 1 where a promise is broken.
"""

import argparse
import atexit
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time

from home import Home, Peer, environment, require, site, wait

CHARGE = 'schedule "service" {{ otherwise: charge at {amperes}A }}\n'
RESTART = """restart {{
    serial 12345   user env "WALLBOX_USER"   password env "WALLBOX_PASSWORD"   after 5   cooldown 1h
    sign in at "http://127.0.0.1:{port}"   api at "http://127.0.0.1:{port}"
}}"""
SECRETS = {"WALLBOX_USER": "me@example.org", "WALLBOX_PASSWORD": 's3cret"\\ '}


class Run:
    """The program on a file, with the lines that it has printed so far."""

    def __init__(self, program, folder, *options, **variables):
        self.lines = []
        self.process = subprocess.Popen(
            [program, *options, str(folder / "run.evs")], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, env=environment(folder, **variables))
        # A promise that is broken must not leave the program behind.
        atexit.register(self.process.kill)
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def says(self, text):
        return any(text in line for line in self.lines)

    def wait_for(self, text, limit=30):
        try:
            wait(f"`{text}`", lambda: self.says(text), limit)
        except SystemExit:
            print("\n".join(self.lines), file=sys.stderr)
            raise

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=20)
        self.thread.join(timeout=5)
        return code


def observing(program, folder, home):
    # Neither the secrets nor the records are needed by one that only looks on.
    (folder / "run.evs").write_text(
        CHARGE.format(amperes=10)
        + site(home, charger=RESTART.format(port=1), settings='record csv to "records"'))
    run = Run(program, folder, "--observe")
    run.wait_for("charger: would be set to 10 A")
    run.wait_for("charge at 10A  [only observing]")
    home.quasar.order("reads")
    wait("another reading", lambda: home.quasar.order("reads") != "", 10)
    require(run.end() == 0, "an observer ends well")
    require(home.quasar.order("log") == "", "an observer reads the charger and writes nothing to it")
    left = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())
    require(left == ["run.evs"], f"an observer leaves nothing behind: {left}")


def reloading(program, folder, home):
    def write(text):
        (folder / "run.evs").write_text(text + site(home))

    write(CHARGE.format(amperes=10))
    run = Run(program, folder)
    wait("a start", lambda: home.current() == 10, 20)
    home.quasar.order("log")
    write("# the same in other words\n" + CHARGE.format(amperes=10))
    run.wait_for("it decides as before")
    write("schedule service { otherwise: fly }\n")
    run.process.send_signal(signal.SIGHUP)
    run.wait_for("the last good one stays in force")
    time.sleep(3)
    require(home.quasar.order("log") == "", "neither a file that decides the same nor a wrong one touches the charger")
    write(CHARGE.format(amperes=12))
    run.process.send_signal(signal.SIGHUP)
    wait("the other current", lambda: home.current() == 12, 40)
    time.sleep(1)  # The order to act follows the current.
    writes = home.quasar.order("log")
    require(writes == "0x102=12 0x101=1", f"another schedule only changes the current: {writes}")
    require(run.end() == 0, "a run that has changed its schedule ends well")


def hanging_up(program, folder, home):
    (folder / "run.evs").write_text(CHARGE.format(amperes=10) + site(home))
    controller, terminal = os.openpty()
    process = subprocess.Popen(
        [program, str(folder / "run.evs")], stdin=terminal, stdout=terminal, stderr=terminal,
        start_new_session=True, env=environment(folder))
    atexit.register(process.kill)
    os.close(terminal)
    wait("a start", lambda: home.current() == 10, 20)
    os.close(controller)
    process.send_signal(signal.SIGHUP)
    require(process.wait(timeout=10) == 0, "a terminal that hangs up ends the program")
    require(home.current() == 0, "and leaves the charger stopped")


TARIFF = """tariff Mine {{ prices from octopus product "AGILE-24-10-01" region "{region}" }}
site {{ tariff Mine }}
schedule "by price" {{ when import price < 0p: idle
otherwise: charge at {amperes}A }}
"""


def repricing(program, folder, home):
    # The list knows the prices of today and tomorrow.
    octopus = Peer("octopus.py", "--until", str(int((time.time() - 1767225600) / 1800) + 96))
    asked = []

    def is_asked_for(region):
        asked.extend(octopus.order("log").split())
        return any(f"-{region}/" in path for path in asked)

    def is_quiet():
        asked.clear()
        time.sleep(2)
        return not is_asked_for("C")

    def write(region, amperes):
        text = site(home) + TARIFF.format(region=region, amperes=amperes)
        (folder / "run.evs").write_text(text)

    write("C", 10)
    run = Run(program, folder, EVSE_OCTOPUS_URL=f"http://127.0.0.1:{octopus.port}", XDG_CACHE_HOME=str(folder))
    wait("a request for prices", lambda: is_asked_for("C"), 20)
    wait("all prices", is_quiet, 20)
    write("C", 12)
    run.wait_for("charge at 12A")
    require(not is_asked_for("C"), "a schedule with the same prices does not fetch them again")
    write("D", 12)
    wait("a request for other prices", lambda: is_asked_for("D"), 20)
    require(run.end() == 0, "a schedule with other prices fetches those")
    octopus.close()


def restarting(program, folder, home):
    cloud = Peer("wallbox.py")
    address = f"127.0.0.1:{home.quasar.port}"

    def asked():
        return [(entry["method"], entry["path"]) for entry in json.loads(cloud.order("log"))]

    (folder / "run.evs").write_text(
        CHARGE.format(amperes=10) + site(home, charger=RESTART.format(port=cloud.port)))
    run = Run(program, folder, **SECRETS)
    wait("a start", lambda: home.current() == 10, 20)
    home.quasar.order("always exception")
    run.wait_for(f"charger at {address}: refused")
    time.sleep(8)
    require(asked() == [], "a charger that refuses is left alone")
    home.quasar.order("always silent")
    run.wait_for("charger: restarted through Wallbox")
    restart = [("GET", "/users/signin"), ("POST", "/v3/chargers/12345/remote-action")]
    require(asked() == restart, f"a charger that is silent is restarted: {asked()}")
    # As a Quasar is after its restart: at its app's orders, and without a time-out.
    for register in ("0x51 0", "0x58 0", "0x102 0", "0x219 4"):
        home.quasar.order(f"set {register}")
    home.quasar.order("always ok")
    wait("control", lambda: home.current() == 10, 40)
    require(home.quasar.order("get 0x58") == "60", "a charger that is back is under control again, its time-out armed")
    home.quasar.order("always silent")
    run.wait_for(f"charger at {address}: did not answer")
    time.sleep(8)
    require(run.end() == 3, "a charger that could not be stopped is told of")
    again = Run(program, folder, **SECRETS)
    again.wait_for(f"charger at {address}: did not answer")
    time.sleep(8)
    again.end()
    require(asked() == restart, "there is no other restart within the hour, not even by another run")
    said = "\n".join(run.lines + again.lines)
    require(not any(secret in said for secret in SECRETS.values()), "what it says holds no secret")
    home.quasar.order("always ok")
    cloud.close()


SCENES = {
    "observing": observing,
    "hanging-up": hanging_up,
    "reloading": reloading,
    "repricing": repricing,
    "restarting": restarting,
}

arguments = argparse.ArgumentParser()
arguments.add_argument("program")
arguments.add_argument("scenes", nargs="*", metavar="SCENE", choices=[*SCENES, []])
arguments = arguments.parse_args()
for name in arguments.scenes or SCENES:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(generation=2, soc=50)
        SCENES[name](os.path.abspath(arguments.program), pathlib.Path(folder), home)
        home.close()
print("the service holds")
