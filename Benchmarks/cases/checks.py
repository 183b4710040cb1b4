"""`--check` of many rules, as a whole process."""

from measure import wall

from . import files

NAME = "checks"
TITLE = "Checking many rules"
ABOUT = """Whole processes: `evse-run --check`, with all analyses; `promtool check rules` on as many alerting rules, which it only parses; and a
lexer in C that counts the words of the same file."""


def works(tools):
    ours, floor, peer = tools.product("evse-run"), tools.c("Checks/lexer.c"), tools.command("promtool")
    tools.folder.mkdir(parents=True, exist_ok=True)

    def work(name, rules, count, compares):
        path = tools.folder / f"{name.replace(' ', '-').replace(',', '')}.evs"
        path.write_text(files.schedule(rules))
        contenders = {
            # Rules that never win are said: such a file is no mistake here.
            "evse-run --check": lambda: wall(ours, "--check", path, codes=(0, 1)),
            "lexer in C": floor and (lambda: wall(floor, path)),
        }
        if compares:
            alerts = path.with_suffix(".yml")
            alerts.write_text(files.alerts(count))
            contenders["promtool"] = peer and (lambda: wall(peer, "check", "rules", alerts))
        return {"name": name, "unit": "s", "contenders": contenders}

    for count in [10, 100, 1000, 10_000]:
        yield work(f"{count:,} rules", files.windows(count), count, True)
    yield work("1,000 rules of 15 thresholds of power", files.powers(1000, 15), 1000, False)
    yield work("1,000 rules of 500 thresholds of power", files.powers(1000, 500), 1000, False)
    yield work("1,000 rules of 700 dates", files.dates(1000, 700), 1000, False)
