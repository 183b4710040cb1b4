"""Random programs: what `reference_interpreter` evaluates, and the text that says the same."""

import random
from datetime import date, datetime, timedelta

from reference_interpreter import Action, Never, Program, Reserve, Rule, Site, Tariff, amperes

WEEKDAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
ZONES = """Europe/London Europe/Berlin America/New_York America/St_Johns Australia/Lord_Howe Asia/Kathmandu
    Africa/Casablanca Pacific/Chatham America/Santiago Antarctica/Troll UTC""".split()
# Dates around which the clocks of some of these zones change, and some quiet ones.
DATES = """2026-03-29 2026-10-25 2026-03-08 2026-11-01 2026-04-05 2026-10-04 2026-02-15 2026-09-06 2026-09-27
    2026-12-30 2027-02-27 2026-06-17""".split()
POWERS = ["home", "solar", "importing", "exporting", "grid"]
PRICES = ["import price", "export price"]
SHIPPED = {
    "Flux": Tariff("Europe/London", {"cheap": [("time", 120, 300)], "peak": [("time", 960, 1140)], "day": None}),
    "Go": Tariff("Europe/London", {"cheap": [("time", 30, 330)], "day": None}),
    "IntelligentGo": Tariff("Europe/London", {"cheap": [("time", 1410, 330)], "day": None}),
    "Cosy": Tariff(
        "Europe/London",
        {"cheap": [("time", 240, 420), ("time", 780, 960), ("time", 1320, 1440)], "peak": [("time", 960, 1140)],
         "day": None},
    ),
}


class Generator:
    """Makes one program; `files` are its texts by name, the last of them the one to run."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.around = date.fromisoformat(self.random.choice(DATES))
        self.lets = {}  # kind: a list of (name, value)
        self.tariffs = dict(SHIPPED)
        self.with_prices = False
        self.files = {}
        self.make()

    # Words

    def chance(self, of):
        return self.random.random() < of

    def word(self, text):
        """A word in some mixture of cases."""
        return self.random.choice([text] * 6 + [text.upper(), text.lower(), text.title()])

    def words(self, text):
        return " ".join(self.word(w) for w in text.split())

    def gap(self):
        """A blank, or a line break where a line may go on."""
        return self.random.choice([" "] * 9 + ["\n      ", "  # why\n\n   "])

    def join(self, items, comma=","):
        return "".join(item + comma + self.gap() for item in items[:-1]) + items[-1]

    def name(self, kind, value):
        name = self.random.choice("abcdefgh") + "_" + str(sum(map(len, self.lets.values())))
        self.lets.setdefault(kind, []).append((name, value))
        return name

    def named(self, kind, of=0.15):
        return self.random.choice(self.lets[kind]) if self.lets.get(kind) and self.chance(of) else None

    # Days

    def some_date(self):
        return self.around + timedelta(days=self.random.randint(-9, 9))

    def literal_day(self):
        pick = self.random.randrange
        match pick(8):
            case 0:
                return ("weekdays", 0, 4)
            case 1:
                return ("weekdays", 5, 6)
            case 2:
                return ("weekdays", pick(7), pick(7))
            case 3 | 4:
                day = pick(7)
                return ("weekdays", day, day)
            case 5:
                day = self.some_date()
                return ("dates", day, day + timedelta(days=pick(4)))
            case 6:
                return ("months", pick(12), pick(12)) if self.chance(0.5) else ("months", *[self.around.month - 1] * 2)
            case _:
                return ("daily",)

    def day(self):
        let = self.named("days")
        return ("named", *let) if let else self.literal_day()

    def days(self, depth=0):
        items = [self.day() for _ in range(self.random.choice([1, 1, 2, 3]))]
        some = items[0] if len(items) == 1 else ("any", items)
        return ("except", some, self.days(1)) if not depth and self.chance(0.25) else some

    def day_text(self, days):
        match days:
            case ("daily",):
                return self.word("daily")
            case ("weekdays", 0, 4) if self.chance(0.7):
                return self.word("weekdays")
            case ("weekdays", 5, 6) if self.chance(0.7):
                return self.word("weekends")
            case ("weekdays", a, b):
                return self.word(WEEKDAYS[a]) + ("" if a == b else "-" + self.word(WEEKDAYS[b]))
            case ("months", a, b):
                return self.word(MONTHS[a]) + ("" if a == b else " - " + self.word(MONTHS[b]))
            case ("dates", a, b):
                return str(a) if a == b else f"{a}..{b}"
            case ("named", name, _):
                return self.word(name)

    def list_text(self, days):
        items = days[1] if days[0] == "any" else [days]
        return self.join([self.day_text(item) for item in items]), any(item[0] == "named" for item in items[1:])

    def days_text(self, days, bare=False):
        """The days, in parentheses where a name would else end the list."""
        except_text = ""
        first, second = days[1:] if days[0] == "except" else (days, None)
        text, needs = self.list_text(first)
        if second:
            other, other_needs = self.list_text(second)
            if other_needs and not bare and not needs and self.chance(0.5):
                other, other_needs = f"({other})", False
            except_text, needs = f" {self.word('except')} {other}", needs or other_needs
        text += except_text
        return f"({text})" if not bare and (needs or self.chance(0.1)) else text

    # Windows

    def time(self):
        """A minute of the day, often one near which clocks change."""
        pick = self.random.randrange
        return pick(1440) if self.chance(0.2) else pick(9) * 30 if self.chance(0.4) else pick(48) * 30

    def time_window(self):
        start, end = self.time(), self.time()
        if self.chance(0.05):
            start, end = 0, 1440
        return ("time", start, 1440 if end == 0 else end) if start != end else self.time_window()

    def window(self, depth=0, names=True):
        let = names and self.named("windows")
        if let:
            return ("named", *let)
        kind = self.random.random()
        if depth < 2 and kind < 0.12:
            return ("any", [self.window(depth + 1) for _ in range(self.random.randint(1, 3))])
        if depth < 3 and kind < 0.35:
            inner = self.window(depth + 1)
            inner = ("any", [inner]) if inner[0] == "on" else inner
            return inner if self.is_dated(inner) else ("on", inner, self.days())
        if kind < 0.6:
            tariff = self.random.choice(list(self.tariffs))
            return ("period", tariff, self.random.choice(list(self.tariffs[tariff].periods)))
        if kind < 0.68:
            start = datetime.combine(self.some_date(), datetime.min.time())
            start += timedelta(hours=self.random.choice([5, 9, 17]))
            return ("dated", start, start + timedelta(hours=self.random.choice([1, 2, 26, 70]), minutes=30))
        return self.time_window()

    def is_dated(self, window):
        """Whether a window already says its days."""
        match window:
            case ("any", items):
                return any(self.is_dated(item) for item in items)
            case ("named", _, some) | ("on", some, _):
                return self.is_dated(some)
        return window[0] == "dated"

    def windows(self):
        items = [self.window() for _ in range(self.random.choice([1, 1, 1, 2]))]
        return items[0] if len(items) == 1 else ("any", items)

    def clock(self, minute):
        return f"{minute // 60:02}:{minute % 60:02}"

    def window_text(self, window):
        match window:
            case ("time", start, end):
                return self.clock(start) + self.random.choice(["-", "-", " - "]) + self.clock(end)
            case ("dated", start, end):
                return f"{start:%Y-%m-%d %H:%M}..{end:%Y-%m-%d %H:%M}"
            case ("period", tariff, period):
                return self.word(tariff) + " " + self.word(period)
            case ("named", name, _):
                return self.word(name)
            case ("on", some, days):
                return f"{self.window_text(some)} {self.word('on')} {self.days_text(days)}"
            case ("any", items):
                return "(" + self.windows_text(window) + ")"

    def windows_text(self, windows):
        if windows[0] != "any":
            return self.window_text(windows)
        texts = []
        for item, after in zip(windows[1], windows[1][1:] + [None]):
            text = self.window_text(item)
            # Behind days, a comma and a date go on with the days.
            texts.append(f"({text})" if item[0] == "on" and after and after[0] == "dated" else text)
        return self.join(texts)

    # Conditions

    def share(self):
        return self.random.choice([5, 10, 20, 30, 30.5, 50, 70, 72, 97, 100, 0])

    def comparison(self):
        comparison = self.random.choice(["<", "<=", ">", ">="])
        kind = self.random.random()
        if kind < 0.5:
            return ("compare", "soc", comparison, self.share())
        if kind < 0.6:
            low, high = sorted([self.share(), self.share()])
            return ("in", low, high)
        if kind < 0.65:
            return ("unknown", self.random.choice(["soc"] + POWERS + PRICES * self.with_prices))
        if kind < 0.72:
            return (self.random.choice(["plugged in", "unplugged"]),)
        if self.with_prices and kind < 0.85:
            price = self.random.choice([5, 10, 14.91, 20, 24.85, 30, -2])
            return ("compare", self.random.choice(PRICES), comparison, price)
        reading = self.random.choice(POWERS)
        least = -3000 if reading == "grid" else 0
        return ("compare", reading, comparison, self.random.choice([least, 500, 1000, 2500]))

    def condition(self, depth=0):
        kind = self.random.random()
        if depth > 2 or kind < 0.5:
            return self.comparison()
        if kind < 0.65:
            return ("not", self.condition(depth + 1))
        parts = [self.condition(depth + 1) for _ in range(self.random.choice([2, 2, 3]))]
        return ("and" if kind < 0.83 else "or", parts)

    def amount(self, unit, value):
        sign = "-" if value < 0 else ""
        value = abs(value)
        if unit == "W" and value % 100 == 0 and self.chance(0.5):
            return f"{sign}{value / 1000:g}kW"
        return f"{sign}{value:g}{unit}"

    def share_text(self, value):
        names = [name for name, share in self.lets.get("shares", []) if share == value]
        return self.word(names[0]) if names and self.chance(0.5) else f"{value:g}%"

    def condition_text(self, node, level=0):
        """`level`: 0 inside `or`, 1 inside `and`, 2 inside `not`."""
        match node:
            case ("compare", reading, comparison, amount):
                unit = "p" if "price" in reading else "W"
                right = self.share_text(amount) if reading == "soc" else self.amount(unit, amount)
                return f"{self.words(reading)} {comparison}{self.gap()}{right}"
            case ("in", low, high):
                return f"{self.words('soc in')} {self.share_text(low)}..{self.share_text(high)}"
            case ("unknown", reading):
                return self.words(reading + " unknown")
            case ("not", some):
                own, text = 2, f"{self.word('not')}{self.gap()}{self.condition_text(some, 2)}"
            case ("and", items):
                own, text = 1, f" {self.word('and')}{self.gap()}".join(self.condition_text(item, 2) for item in items)
            case ("or", items):
                own, text = 0, f" {self.word('or')}{self.gap()}".join(self.condition_text(item, 1) for item in items)
            case (word,):
                return self.words(word)
        return f"({text})" if own < level or self.chance(0.1) else text

    # Guards, actions and rules

    def guard(self):
        kind = self.random.random()
        if kind < 0.45:
            return ("during", self.windows())
        if kind < 0.6:
            return ("on", self.days())
        some = self.condition()
        return ("when", ("for", some, self.random.choice([5, 60])) if self.chance(0.1) else some)

    def guards(self, least=1):
        return [self.guard() for _ in range(max(least, self.random.choice([0, 1, 1, 1, 2, 3])))]

    def guard_text(self, guard):
        word, node = guard
        if word == "during":
            if node[0] == "any":
                return f"{self.word(word)} {self.windows_text(node)}"
            return f"{self.word(word)} {self.window_text(node)}"
        if word == "on":
            return f"{self.word(word)} {self.days_text(node)}"
        if node[0] == "for":
            return f"{self.word(word)} {self.condition_text(node[1])} {self.word('for')} {node[2]}min"
        return f"{self.word(word)} {self.condition_text(node)}"

    def limit(self):
        """A current in the charger's range, or a power that is rounded into it."""
        low, high = self.site.current
        current = self.random.randint(low, high)
        if self.chance(0.7) or current in (low, high):
            return (current, "A")
        return (current * self.site.voltage + self.random.choice([0, 1, 50, -1, -50]), "W")

    def action(self, depth=0, target=True):
        kind = self.random.choice(["idle", "charge", "charge", "S2V", "V2H", "V2G", "V2G", "S2V + V2H", "hand over"])
        action = Action(kind)
        low, high = self.site.current
        if kind not in ("idle", "hand over") and self.chance(0.45):
            action.most = self.limit()
        if kind in ("S2V", "V2H") and self.chance(0.4):
            action.least = self.limit()
        if action.most and not low <= amperes(action.most, self.site, False) <= high:
            action.most = None
        if action.least and not low <= amperes(action.least, self.site, True) <= high:
            action.least = None
        if action.least and action.most:
            if amperes(action.least, self.site, True) > amperes(action.most, self.site, False):
                action.least = None
        if target and kind not in ("idle", "S2V + V2H", "hand over") and self.chance(0.35):
            action.target = self.random.choice([10, 30, 50, 53, 80, 97])
            if depth < 2 and self.chance(0.5):
                action.then = self.action(depth + 1)
        return action

    def limit_text(self, action):
        text = lambda limit: self.amount(limit[1], limit[0])
        if action.kind in ("charge", "V2G") and action.most:
            return f" {self.word('at')} {text(action.most)}"
        if action.least and action.most:
            return f" {text(action.least)}..{text(action.most)}"
        if action.least:
            return f" {self.words('at least')} {text(action.least)}"
        return f" {self.words('at most')} {text(action.most)}" if action.most else ""

    def action_text(self, action):
        if action.name:
            return self.word(action.name)
        kind = action.kind
        if kind == "S2V + V2H":
            kind = self.random.choice(["S2V + V2H", "s2v+v2h", "V2H + S2V", "S2V +\n      V2H"])
        words = self.words(kind) if kind == "hand over" else self.word(kind)
        text = words + self.limit_text(action)
        if action.target is not None:
            text += f" {self.word('to')} {self.share_text(action.target)}"
        if action.then:
            text += f" {self.word('then')} {self.action_text(action.then)}"
        return text

    def rule(self, depth):
        if depth < 3 and self.chance(0.3):
            rules = [self.rule(depth + 1) for _ in range(self.random.randint(1, 3))]
            if self.chance(0.2):
                rules.append(Rule([], self.some_action()))
            return Rule(self.guards(), block=rules)
        action = self.some_action()
        if action.target is not None and self.chance(0.3):
            return Rule([], action)
        return Rule(self.guards(), action)

    def some_action(self):
        let = self.named("actions")
        return let[1] if let else self.action()

    def print_rules(self, rules, depth=1):
        for rule in rules:
            if self.chance(0.1):
                self.say("# a note" if self.chance(0.5) else "")
            rule.line, rule.file = len("".join(self.text).split("\n")), self.file
            indent = "    " * depth
            guards = self.join([self.guard_text(guard) for guard in rule.guards]) if rule.guards else None
            if rule.block is not None:
                self.say(f"{indent}{guards} {{")
                self.print_rules(rule.block, depth + 1)
                self.say(indent + "}")
            elif guards is None and rule.action.target is not None and rule is not rules[-1]:
                self.say(f"{indent}{self.action_text(rule.action)}")
            else:
                self.say(f"{indent}{guards or self.word('otherwise')}:{self.gap()}{self.action_text(rule.action)}")

    def nevers(self):
        found = []
        while self.chance(0.4):
            what = self.random.choice(["charge", "discharge", "V2G", "over"])
            never = Never(what, self.guards(0))
            if what == "over":
                never.limit = self.limit()
                if not self.site.current[0] <= amperes(never.limit, self.site, False) <= self.site.current[1]:
                    continue
            found.append(never)
        return found

    def print_clauses(self, nevers, reserves):
        for never in nevers:
            what = f"over {self.amount(never.limit[1], never.limit[0])}" if never.limit else never.what
            guards = ["", *[self.guard_text(guard) for guard in never.guards]]
            self.say(f"    {self.word('never')} " + self.join([what, *guards[1:]]))
        for reserve in reserves:
            text = f"    {self.word('reserve')} {self.share_text(reserve.amount)}"
            guards = [self.guard_text(guard) for guard in reserve.guards]
            if guards and self.chance(0.5):
                self.say(self.join([text, *guards]))
            else:
                self.say(" ".join([text, *([self.join(guards)] if guards else [])]))

    # Declarations

    def say(self, line):
        self.text.append(line + "\n")

    def begin(self, file):
        self.text, self.file = [], file

    def end(self):
        self.files[self.file] = "".join(self.text)

    def tariff(self):
        """A tariff whose windows share the day out."""
        cuts = sorted(self.random.sample(range(0, 1440, 30), self.random.randint(2, 5)))
        names = ["cheap", "peak", "low"][: self.random.randint(1, 3)]
        periods = {}
        for start, end in zip(cuts, cuts[1:] + cuts[:1]):
            name = self.random.choice(names + ["day", None])
            if name and name != "day":
                periods.setdefault(name, []).append(("time", start, 1440 if end == 0 else end))
        if not periods or self.chance(0.7):
            periods["day"] = None
        price = lambda: self.random.choice([-2, 4.69, 5, 10, 14.91, 20, 25])
        return Tariff(self.random.choice(ZONES), periods, {name: (price(), price()) for name in periods})

    def print_tariff(self, name, tariff):
        self.say(f'{self.word("tariff")} {name} {{\n    timezone "{tariff.zone}"')
        for period, windows in tariff.periods.items():
            bought, sold = tariff.prices[period]
            when = self.windows_text(("any", windows)) if windows is not None else "otherwise"
            self.say(f"    {period} {when}  import {self.amount('p', bought)} export {self.amount('p', sold)}")
        self.say("}")

    def declare_lets(self):
        for _ in range(self.random.randint(0, 2)):
            self.name("shares", self.share())
        for _ in range(self.random.randint(0, 2)):
            days = self.days()
            self.name("days", days)
        for _ in range(self.random.randint(0, 2)):
            self.name("windows", self.windows())
        for _ in range(self.random.randint(0, 1)):
            action = self.action()
            action.name = self.name("actions", action)

    def print_lets(self):
        for kind, lets in self.lets.items():
            for name, value in lets:
                match kind:
                    case "shares":
                        text = f"{value:g}%"
                    case "days":
                        text = self.days_text(value, bare=True)
                    case "windows":
                        text = self.windows_text(value)
                    case "actions":
                        text = self.action_text(Action(**{**vars(value), "name": None}))
                self.say(f"{self.word('let')} {name} ={self.gap()}{text}")

    def print_site(self):
        low, high = self.site.current
        zone = self.site.zone
        overrides = self.random.random()
        first_zone = "Asia/Tokyo" if overrides < 0.2 else zone
        first_voltage = 100 if overrides < 0.2 else self.site.voltage
        self.say(f'site "home" {{\n    timezone "{first_zone}"  battery 52kWh voltage {first_voltage}V')
        self.say(f"    charger simulated {{ current {low}A..{high}A   soc {self.site.soc[0]}%..{self.site.soc[1]}% }}")
        self.say("    meter simulated")
        tariff = self.site.tariff
        if tariff and self.chance(0.5):
            self.say(f"    tariff {tariff}")
            tariff = None
        self.say("}")
        if overrides < 0.2:
            self.say(f'site {{ timezone "{zone}" voltage {self.site.voltage}V }}')
        if tariff:
            self.say(f"site {{ tariff {tariff} }}")

    def rules(self):
        rules = [self.rule(0) for _ in range(self.random.randint(1, 6))]
        if self.chance(0.5):
            rules.append(Rule([], self.some_action()))
        return rules

    def reserves(self):
        found = [Reserve(self.random.choice([5, 10, 20.5, 30]))] if self.chance(0.25) else []
        while self.chance(0.25):
            found.append(Reserve(self.random.choice([15, 35, 50, 60.5]), self.guards()))
        return found

    def make(self):
        self.site = Site(self.random.choice(ZONES), self.random.choice([(3, 16), (6, 32), (4, 10)]),
                         self.random.choice([(5, 97), (0, 100), (10, 90)]), self.random.choice([230, 230, 240, 110]))
        for name in self.random.choice([[], ["Night"], ["Night", "Abroad"]]):
            self.tariffs[name] = self.tariff()
        own = [name for name in self.tariffs if name not in SHIPPED]
        if own:
            self.site.tariff, self.with_prices = own[0], True
        self.declare_lets()
        over = self.chance(0.25)
        below = (self.rules(), self.nevers(), self.reserves()) if over else ([], [], [])
        upper = (self.rules(), self.nevers(), self.reserves())
        if over:
            self.begin("below.evs")
            self.print_site()
            self.print_schedule('"below"', *below)
            self.end()
        self.begin("program.evs")
        title = '"program" over "below"' if over else '"program"'
        parts = [self.print_lets, lambda: self.print_schedule(title, *upper)]
        parts += [lambda name=name: self.print_tariff(name, self.tariffs[name]) for name in own]
        parts += [] if over else [self.print_site]
        self.random.shuffle(parts)
        if over:
            self.say('use "below.evs"')
        for part in parts:
            part()
        self.end()
        self.program = Program(self.site, self.tariffs, upper[0] + below[0], upper[1] + below[1], upper[2] + below[2])

    def print_schedule(self, title, rules, nevers, reserves):
        self.say(f"{self.word('schedule')} {title} {{")
        if self.chance(0.7):
            self.print_clauses(nevers, reserves)
            nevers, reserves = [], []
        self.print_rules(rules)
        self.print_clauses(nevers, reserves)
        if self.chance(0.1):
            self.say("    hysteresis 3%")
        self.say("}")
