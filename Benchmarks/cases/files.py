"""Files of many rules, for programs that check them."""

SITE = """site "home" {
    timezone "Europe/London"
    battery 52kWh
    charger simulated { current 3A..16A   soc 5%..97% }
    meter simulated
    tariff Flux
}
"""


def time(minute):
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def windows(count):
    """Rules of hours and of a state of charge."""
    for index in range(count):
        start = index * 7 % 1440
        yield f"during {time(start)}-{time(start + 5 + index % 400)}, when soc <= {5 + index % 90}%: charge at {3 + index % 14}A"


def powers(count, thresholds):
    """Rules of so many thresholds of power."""
    for index in range(count):
        yield f"during {time(index * 7)}-{time(index * 7 + 60)}, when home > {200 + index % thresholds * 10}W: V2H at most {3 + index % 14}A"


def dates(count, days):
    """Rules of so many dates."""
    for index in range(count):
        day = index % days
        yield f"on 20{27 + day // 336}-{day // 28 % 12 + 1:02}-{day % 28 + 1:02}, when soc <= {5 + index % 90}%: charge at {3 + index % 14}A"


def schedule(rules):
    return SITE + 'schedule "many" {\n    when soc unknown: charge at 3A\n' + "".join(f"    {rule}\n" for rule in rules) + "    otherwise: S2V\n}\n"


def alerts(count):
    """As many rules for Prometheus."""
    lines = ["groups:", "- name: many", "  rules:"]
    for index in range(count):
        lines += [
            f"  - alert: rule{index}", f"    expr: soc <= {5 + index % 90} and hour() >= {index % 24} and minute() < {5 + index % 55}",
            "    labels:", f"      current: \"{3 + index % 14}\""]
    return "\n".join(lines) + "\n"
