"""Octopus Energy's price list on http.server; the port is printed first.

Half hour number n from 2026-01-01T00:00Z costs n / 10 - 2 pence; the list ends at `--until` half hours, ten to a
page. Orders: `until N`, `gap N` (that half hour is missing), `price N JSON` (its price is that), `open-ended`, `log` (the paths since the last `log`), `shift DAYS`
(of what is listed, whatever was asked for), `later-page junk` (all but the first are), `behave MODE COUNT` for the next replies: 429, 429-long, 500, 404, cut, junk, silent, hang-up, foreign-next.
"""

import argparse
import datetime
import json
import time
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlencode, urlsplit

from peer import HTTPServer, serve_orders

options = argparse.ArgumentParser()
options.add_argument("--until", type=int, default=48)
options = options.parse_args()
state = {"until": options.until, "gaps": set(), "prices": {}, "open": False, "log": [], "mode": "ok", "left": 0, "shift": 0, "later": "ok"}
START = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
PATH = "/v1/products/AGILE-24-10-01/electricity-tariffs/E-1R-AGILE-24-10-01-C/standard-unit-rates/"


def text(number):
    return (START + datetime.timedelta(minutes=30 * number)).strftime("%Y-%m-%dT%H:%M:%SZ")


def listed(query):
    begin, end = (datetime.datetime.fromisoformat(query[key][0].replace("Z", "+00:00"))
                  + datetime.timedelta(days=state["shift"]) for key in ("period_from", "period_to"))
    for number in reversed(range(state["until"])):
        if number in state["gaps"] or not begin <= START + datetime.timedelta(minutes=30 * number) < end:
            continue
        last = number == state["until"] - 1 and state["open"]
        price = state["prices"].get(number, round(number / 10 - 2, 1))
        yield {"value_exc_vat": 0.0, "value_inc_vat": price, "valid_from": text(number),
               "valid_to": None if last else text(number + 1), "payment_method": None}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        state["log"].append(self.path)
        mode = "ok"
        if state["left"] > 0:
            mode, state["left"] = state["mode"], state["left"] - 1
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        status, headers, body = 200, {}, b""
        if mode in ("silent", "hang-up"):
            time.sleep(4 if mode == "silent" else 0)
            self.close_connection = True
            return
        if parts.path != PATH:
            status = 404
        else:
            rows = list(listed(query))
            page = int(query.get("page", ["1"])[0])
            mode = state["later"] if page > 1 and mode == "ok" else mode
            following = None
            if page * 10 < len(rows):
                host = self.headers["Host"] if mode != "foreign-next" else "127.0.0.1:1"
                plain = {key: values[0] for key, values in query.items()}
                following = f"http://{host}{PATH}?" + urlencode({**plain, "page": page + 1})
            body = json.dumps({
                "count": len(rows), "next": following, "previous": None,
                "results": rows[(page - 1) * 10:page * 10]}).encode()
        if mode.startswith("429"):
            status, headers["Retry-After"] = 429, "3600" if mode == "429-long" else "7"
        elif mode.isdigit():
            status = int(mode)
        elif mode == "junk":
            body = b"<html></html>"
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if mode == "cut":
            body = body[:-5]
            self.close_connection = True
        self.wfile.write(body)


def order(words):
    match words:
        case ["until", number]:
            state["until"] = int(number)
        case ["gap", number]:
            state["gaps"].add(int(number))
        case ["price", number, value]:
            state["prices"][int(number)] = json.loads(value)
        case ["open-ended"]:
            state["open"] = True
        case ["log"]:
            log, state["log"] = state["log"], []
            return " ".join(log)
        case ["shift", days]:
            state["shift"] = int(days)
        case ["later-page", mode]:
            state["later"] = mode
        case ["behave", mode, count]:
            state["mode"], state["left"] = mode, int(count)
        case _:
            return "unknown order"
    return "ok"


server = HTTPServer(Handler)
print(server.server_port, flush=True)
serve_orders(order)
server.serve_forever()
