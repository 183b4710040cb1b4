"""Holds the records in a real database against those in CSV files, through an outage and a `kill -9`.

    records_outage.py PROGRAM

The database is VictoriaMetrics; it is stopped and started again, and the program killed meanwhile.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

import program

# What the documentation says may be lost, and what a restart takes.
LOSS_WINDOW = 10
RESTART = 3

executable = sys.argv[1]
path = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", "")
victoria = shutil.which("victoria-metrics", path=path)
if victoria is None:
    sys.exit("victoria-metrics is not installed: see Tests/Peers/install")


def fetch(address):
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.read().decode()


def start_database(folder, port):
    process = subprocess.Popen(
        [victoria, f"-storageDataPath={folder}/database", f"-httpListenAddr=127.0.0.1:{port}",
         "-retentionPeriod=100y", "-dedup.minScrapeInterval=1ms"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(200):
        try:
            fetch(f"http://127.0.0.1:{port}/health")
            return process
        except OSError:
            time.sleep(0.1)
    process.kill()
    sys.exit("victoria-metrics does not start")


def export(port):
    """Every series by its name: values by time."""
    fetch(f"http://127.0.0.1:{port}/internal/force_flush")
    series = {}
    # Without an end the last second is left out.
    query = f"match[]={{__name__!=''}}&end={time.time() + 3600:.0f}"
    for line in fetch(f"http://127.0.0.1:{port}/api/v1/export?{query}").splitlines():
        entry = json.loads(line)
        times = entry["timestamps"]
        assert len(times) == len(set(times)), "a time came twice"
        series[entry["metric"]["__name__"]] = dict(zip(times, entry["values"]))
    return series


def gaps(times):
    return [(before, after) for before, after in zip(times, times[1:]) if after - before > 1500]


def wait_for(seconds, condition, what):
    for _ in range(seconds * 5):
        if condition():
            return
        time.sleep(0.2)
    sys.exit(f"waited {seconds} s in vain: {what}")


def check(folder, port):
    database = start_database(folder, port)
    metrics = program.free_port()
    program.schedule(folder, port, f'metrics at "127.0.0.1:{metrics}"')
    process = program.start(executable, folder)
    try:
        grid = "measurement_grid"
        wait_for(30, lambda: len(export(port).get(grid, {})) >= 5, "the first records")
        before = export(port)

        database.terminate()
        database.wait(60)
        time.sleep(LOSS_WINDOW + 6)
        killed = time.time() * 1000
        process.kill()
        process.wait()
        process = program.start(executable, folder)
        restarted = time.time() * 1000
        time.sleep(7)

        database = start_database(folder, port)
        wait_for(
            60, lambda: "evse_record_spooled_bytes{record=\"record influxdb\"} 0.0"
            in fetch(f"http://127.0.0.1:{metrics}/metrics"), "the end of the spool")
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0, "the program did not end well"
        after = export(port)
        invalid = [line for line in fetch(f"http://127.0.0.1:{port}/metrics").splitlines()
                   if line.startswith("vm_rows_invalid_total") and not line.endswith(" 0")]
    finally:
        process.kill()
        database.kill()
        database.wait()

    for name, values in before.items():
        for moment, value in values.items():
            assert after[name].get(moment) == value, f"{name} at {moment} has changed"
    assert not invalid, invalid
    times = sorted(after[grid])
    for start, end in gaps(times):
        assert killed - LOSS_WINDOW * 1000 <= start and end <= restarted + RESTART * 1000, f"a gap {start}..{end}"
    rows = {row["time"]: row for row in program.csv_rows(folder)}
    columns = {"measurement_grid": "grid_w", "measurement_solar": "solar_w", "measurement_home": "home_w",
               "measurement_evse": "evse_w", "measurement_evseTargetCurrent": "set_point_a",
               "measurement_batteryChargeLevel": "soc_percent"}
    compared = 0
    for moment in sorted(rows.keys() & set(times)):
        for name, column in columns.items():
            text = rows[moment][column]
            value = after.get(name, {}).get(moment)
            assert (value is None) == (text == ""), f"{name} at {moment}: {value} and {text!r}"
            assert value is None or abs(value - float(text)) <= 0.051, f"{name} at {moment}: {value} and {text}"
            compared += value is not None
    outside = [moment for moment in rows.keys() ^ set(times) if not killed - LOSS_WINDOW * 1000 <= moment <= restarted]
    assert not outside, f"only in one of the records: {outside}"
    print(f"{len(times)} samples in the database, {compared} values equal to the CSV files, "
          f"{len(gaps(times))} gap, around the kill")


folder = tempfile.mkdtemp(prefix="evse-records-")
try:
    check(folder, program.free_port())
except AssertionError as error:
    print(open(os.path.join(folder, "output")).read())
    sys.exit(f"FAILED: {error}")
finally:
    shutil.rmtree(folder, ignore_errors=True)
