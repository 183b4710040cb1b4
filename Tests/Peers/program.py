"""The built program as its owner runs it, on a simulated home, for the scripts beside this one."""

import os
import socket
import subprocess


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def schedule(folder, database_port, *settings, spool=64):
    """Writes a schedule whose home records to a CSV folder and to a database, with so many MiB of room while that is away;
    gives its path."""
    path = os.path.join(folder, "home.evs")
    with open(path, "w") as file:
        file.write(f"""
            site "home" {{
                timezone "UTC"
                battery 52kWh
                charger simulated
                meter simulated
                record csv to "log"
                record influxdb at "http://127.0.0.1:{database_port}" {{
                    org "home"   bucket "powerlog"   token env "INFLUX_TOKEN"   spool {spool}
                }}
                {" ".join(settings)}
            }}
            schedule "s" {{ otherwise: charge }}
        """)
    return path


def start(program, folder):
    """Starts the program on the folder's schedule; what it prints goes to `output` there."""
    with open(os.path.join(folder, "output"), "ab") as output:
        return subprocess.Popen(
            [program, os.path.join(folder, "home.evs")], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            env=os.environ | {"STATE_DIRECTORY": os.path.join(folder, "state"), "INFLUX_TOKEN": "s3cret"})


def csv_rows(folder):
    """The rows of the CSV files in order, as dictionaries with the time in milliseconds."""
    import csv
    import datetime

    rows = []
    log = os.path.join(folder, "log")
    for name in sorted(os.listdir(log)) if os.path.isdir(log) else []:
        with open(os.path.join(log, name), newline="") as file:
            for row in csv.DictReader(file):
                time = datetime.datetime.fromisoformat(row["time"].replace("Z", "+00:00"))
                row["time"] = round(time.timestamp() * 1000)
                rows.append(row)
    return rows
