"""Finds one-line breaks of Swift code: what a slip of the hand, or a line too few, would make of it.

All breaks of a line go into that one line, each behind the question whether it is the one that is switched on, so that
one build serves all of them and no line moves.
"""

import re
from dataclasses import dataclass, field


@dataclass
class Break:
    """One break: the line it is in, what it does there, and how likely it is to compile (0 is likeliest)."""

    file: str
    line: int
    text: str
    rank: int
    code: str
    number: int = 0


@dataclass
class Line:
    """A line that can be broken: `write` makes the line that holds those of its breaks that are left."""

    breaks: list[Break]
    write: object = field(repr=False)


# What to write in place of an operator or a word; each place is a break of its own.
SWAPS = [
    (r" < ", " <= "), (r" <= ", " < "), (r" > ", " >= "), (r" >= ", " > "), (r" == ", " != "), (r" != ", " == "),
    (r" && ", " || "), (r" \|\| ", " && "), (r" \+ ", " - "), (r" - ", " + "), (r" \* ", " / "), (r" / ", " * "),
    (r"\bmin\(", "max("), (r"\bmax\(", "min("), (r"\btrue\b", "false"), (r"\bfalse\b", "true"),
    (r"(?<![\w.)\]!])!(?=[\w(])", ""), (r"(?<![\w.)\] ])-(?=[\w(])", ""), (r"\.upperBound\b", ".lowerBound"),
    (r"\.lowerBound\b", ".upperBound"), (r"\.\.\.", "..<"), (r"\?\? .*$", None), (r"\bnil\b", None),
]
NUMBER = re.compile(r"(?<![\w.$#\"])(\d[\d_]*|0x[0-9A-Fa-f]+)(?![\w.xob]|\.\d)")
DROPPED_CALL = re.compile(r"\.(clamped|limited|clip|without\w+|magnitude|intersection|prefix|dropFirst)\b(?=\(|\b)")


def outside_text(code, position):
    """Whether a place is not within a string or a comment."""
    return code[:position].count('"') % 2 == 0 and "//" not in code[:position]


def closing(code, start):
    """The place behind the bracket that closes the one at `start`, or None."""
    depth = 0
    for place in range(start, len(code)):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(code[place], 0)
        if depth == 0:
            return place + 1
    return None


def is_whole(code):
    """Whether an expression begins and ends on its line."""
    depth = 0
    for place, letter in enumerate(code):
        if not outside_text(code, place):
            continue
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(letter, 0)
        if depth < 0:
            return False
    return depth == 0 and code.strip() and not re.search(r"(^|\s)([?:+\-*/,]|&&|\|\||=|\?\?)$|[({\[]$", code.strip())


def variants(code):
    """What an expression may be broken into: (what was done, the code, the rank)."""
    found = []
    for pattern, new in SWAPS:
        if new is None:
            continue
        for match in re.finditer(pattern, code):
            if outside_text(code, match.start()):
                found.append((f"`{match[0].strip()}` is `{new.strip()}`", code[: match.start()] + new + code[match.end():], 1))
    for match in NUMBER.finditer(code):
        if outside_text(code, match.start()):
            value = int(match[1].replace("_", ""), 0)
            found.append((f"{match[1]} is {2 * value + 1}", code[: match.start()] + str(2 * value + 1) + code[match.end():], 2))
    for match in DROPPED_CALL.finditer(code):
        end = closing(code, match.end()) if code[match.end(): match.end() + 1] == "(" else match.end()
        if end and outside_text(code, match.start()):
            found.append((f"`{code[match.start():end]}` is missing", code[: match.start()] + code[end:], 1))
    return found


def clauses(code):
    """The parts of a condition between its commas."""
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(code):
        if not outside_text(code, place):
            continue
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append(code[start:place])
            start = place + 1
    return parts + [code[start:]]


def chain(breaks, code):
    """An expression that is one of the breaks' where that is switched on."""
    return "(" + "".join(f"isBroken({b.number}) ? ({b.code}) : " for b in breaks) + f"({code}))" if breaks else code


class Finder:
    """Goes through a file, line by line."""

    def __init__(self, file, text):
        self.file, self.lines, self.in_condition = file, text.split("\n"), False

    def find(self):
        """The lines that can be broken, by their number from 1."""
        found = {}
        for index, code in enumerate(self.lines):
            line = self.condition(index, code) or self.statement(index, code)
            if line and line.breaks:
                found[index + 1] = line
        return found

    def new(self, index, text, code, rank):
        return Break(self.file, index + 1, text, rank, code)

    def condition(self, index, code):
        """The clauses of an `if`, `guard` or `while`, which may go over several lines."""
        match = re.match(r"^(\s*(?:\} else )?(?:if|guard|while) )(.*)$", code)
        head, rest = (match[1], match[2]) if match else (re.match(r"^\s*", code)[0], code.strip())
        if not match and not self.in_condition:
            return None
        end = re.search(r"(,| else \{.*| \{.*|\{)$", rest) if not rest.startswith("else {") else None
        tail = end[0] if end else ""
        if (brace := re.search(r" else \{| \{", rest)) and brace.end() < len(rest):
            tail = rest[brace.start():]
        self.in_condition = "{" not in tail and not rest.startswith("else {")
        body = rest[: len(rest) - len(tail)] if tail else rest
        if not is_whole(body) or re.search(r"^(&&|\|\|)", body):
            return self.continuation(index, head, rest)
        parts, breaks = [], []
        inner = re.match(r"^ \{ (.+) \}$", tail)
        block = self.action(index, "", inner[1]) if inner else None
        for part in clauses(body):
            clean = part.strip()
            own = []
            if not re.match(r"(let|var|case|try|#)\b", clean) and is_whole(clean):
                own = [self.new(index, f"`{clean}` counts as {word}", word, 0) for word in ("true", "false")]
                own += [self.new(index, text, new, rank) for text, new, rank in variants(clean)]
            parts.append((part[: len(part) - len(part.lstrip())], clean, own))
            breaks += own

        def write(kept):
            end = f" {{ {block.write(kept)} }}" if block else tail
            return head + ",".join(lead + chain([b for b in own if b in kept], clean) for lead, clean, own in parts) + end

        return Line(breaks + (block.breaks if block else []), write)

    def continuation(self, index, head, rest):
        """A line of `&&` or `||` behind a condition that began before."""
        match = re.match(r"^(&&|\|\|) (.*?)((?: else)? \{.*|,)?$", rest)
        if not match or not is_whole(match[2]):
            return None
        clean = match[2]
        breaks = [self.new(index, f"`{clean}` counts as {word}", word, 0) for word in ("true", "false")]
        breaks += [self.new(index, text, new, rank) for text, new, rank in variants(clean)]
        return Line(breaks, lambda kept: f"{head}{match[1]} {chain([b for b in breaks if b in kept], clean)}{match[3] or ''}")

    def statement(self, index, code):
        """Anything else that is a statement of one line."""
        stripped = code.strip()
        if stripped.startswith(("//", "@", "import", "case ", "}")) and not stripped.startswith("case "):
            return None
        lead = code[: len(code) - len(code.lstrip())]
        if match := re.match(r"^(\s*(?:&&|\|\|) )", code):
            return self.continuation(index, lead, stripped)
        if match := re.match(r"^(.*\b(?:func|var)\b.*(?:->|:) ?[^{}=]*\{ )([^{}]+|.*\{.*\}.*)( \})$", code):
            if not re.search(r"\b(get|set|willSet|didSet)\b", code):
                return self.returned(index, match[1], match[2], match[3])
        if match := re.match(r"^(return )(.+)$", stripped):
            return self.returned(index, lead, match[2], "") if is_whole(match[2]) else None
        if match := re.match(r"^(.*\b(?:let|var) \w+(?:: [\w.<>\[\]?: ]+)? = )(.+)$", code):
            return self.expression(index, match[1], match[2], "")
        if match := re.match(r"^(\s*case [^:]*: |\s*default: )(\S.*)$", code):
            if match[2].startswith("return "):
                return self.returned(index, match[1], match[2][7:], "")
            own = self.action(index, match[1], match[2]) if re.match(r"^[\w.()\[\]?, ]+ [+-]?= ", match[2]) else None
            return own or self.expression(index, match[1], match[2], "")
        previous, following = self.lines[index - 1].rstrip(), self.lines[index + 1].strip() if index + 1 < len(self.lines) else ""
        if re.search(r"(func|var|get).*\{$", previous) and following == "}" and ("->" in previous or "var" in previous):
            return self.returned(index, lead, stripped, "") if is_whole(stripped) else None
        return self.action(index, lead, stripped)

    def returned(self, index, head, code, tail):
        """A line that gives a value: each break gives another one before."""
        if re.match(r"(if|switch|guard|let|var|for|return|throw|do|while)\b", code) or not is_whole(code):
            return None
        breaks = [self.new(index, text, new, rank) for text, new, rank in variants(code)]
        if re.search(r" (<|<=|>|>=|==|!=|&&|\|\|) ", code) and " ? " not in code:
            breaks += [self.new(index, f"gives {word}", word, 1) for word in ("true", "false")]
        return Line(
            breaks, lambda kept: head + "".join(f"if isBroken({b.number}) {{ return {b.code} }}; " for b in breaks if b in kept)
            + "return " + code + tail)

    def expression(self, index, head, code, tail):
        """An expression behind `=` or a `case`."""
        if not is_whole(code) or re.match(r"(if|switch|try|return|throw|break|continue|fallthrough)\b", code):
            return self.action(index, head, code) if re.match(r"\s*(case|default)", head) and "return" not in code else None
        breaks = [self.new(index, text, new, rank) for text, new, rank in variants(code)]
        return Line(breaks, lambda kept: head + chain([b for b in breaks if b in kept], code) + tail)

    def action(self, index, lead, code):
        """An assignment or a call, which may also be missing."""
        is_assignment = re.match(r"^[\w.()\[\]?!, ]+ [+\-&]*= .+$", code)
        is_call = re.match(r"^(try )?(_ = )?[a-z][\w.?]*\(.*\)$", code) or re.match(r"^(throw|return|break|continue)\b[^{}]*$", code)
        if not (is_assignment or is_call) or not is_whole(code) or re.match(r"(let|var|func|init|case|if|for)\b", code):
            return None
        start = code.find("= ") + 2 if is_assignment else 0
        breaks = [self.new(index, f"`{code}` is missing", "", 0)]
        breaks += [self.new(index, text, code[:start] + new, rank) for text, new, rank in variants(code[start:])]
        return Line(
            breaks, lambda kept: lead + "".join(f"if isBroken({b.number}) {{ {b.code} }} else " for b in breaks if b in kept)
            + (f"{{ {code} }}" if any(b in kept for b in breaks) else code))
