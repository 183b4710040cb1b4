#!/usr/bin/env python3
"""What each shipped schedule saves over recorded readings, and `optimise` under each of its tariffs.

    Benchmarks/compare_schedules.py .build/release/evse-run READINGS IMPORT_PRICES EXPORT_PRICES

READINGS are of `record csv` or a meter, the prices in the form of `prices from csv`; they stand for Agile's. Schedules without
prices are left out. The share is that of the least that was possible, which no schedule beats.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

SCHEDULES = Path(__file__).resolve().parent.parent / "schedules"
TARIFFS = ["Agile", "Flux", "Go", "IntelligentGo", "Cosy", "Economy7"]
HOME = """site "home" {
    timezone "Europe/London"
    battery 52kWh
    charger simulated { current 3A..16A   soc 0%..100% }
    meter simulated
}
"""


def prices(imports, exports):
    return f"""
tariff Agile {{ prices from csv "{imports}" }}
tariff AgileOutgoing {{ prices from csv "{exports}" }}
"""


def simulated(program, text, readings):
    """The report of a schedule and of doing nothing; nothing where it cannot be simulated."""
    with tempfile.NamedTemporaryFile("w", suffix=".evs") as file:
        file.write(text)
        file.flush()
        command = [program, "--simulate", file.name, "--data", readings, "--soc", "50", "--optimum", "--json"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    return json.loads(run.stdout)["schedules"] if run.returncode == 0 else None


def line(name, schedules):
    own, nothing = schedules[0], schedules[1]
    cost, least = own.get("cost"), own.get("bestPossible")
    if cost is None or least is None:
        return
    saved, possible = nothing["cost"] - cost, nothing["cost"] - least
    share = f"{saved / possible:7.0%}" if possible > 0 else ""
    print(f"{name:28} {saved / 100:10.2f} {possible / 100:10.2f} {share}", flush=True)


def main():
    program, readings, imports, exports = sys.argv[1], *(str(Path(path).resolve()) for path in sys.argv[2:5])
    print(f"{'':28} {'saved':>10} {'possible':>10}   share")
    for path in sorted(SCHEDULES.glob("*.evs")):
        text = f'use "{path}"\n' + prices(imports, exports)
        if schedules := simulated(program, text, readings):
            line(path.stem, schedules)
    for tariff in TARIFFS:
        site = (
            "import tariff Agile   export tariff AgileOutgoing" if tariff == "Agile" else f"tariff {tariff}"
        )
        text = HOME + f"site {{ {site} }}\n" + prices(imports, exports)
        text += 'schedule "optimise" {\n    when soc unknown: charge at 3A\n    otherwise: optimise\n}\n'
        if schedules := simulated(program, text, readings):
            line(f"optimise, {tariff}", schedules)


if __name__ == "__main__":
    main()
