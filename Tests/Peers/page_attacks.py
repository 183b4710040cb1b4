"""Attacks on the page's server, live: what another site's page, a stranger in the network or a broken program may send.

    python3 Tests/Peers/page_attacks.py PATH-TO-EVSE-RUN

Two runs of the simulated home are attacked, one on loopback and one with a token. Prints what each attack was answered and
how late the control loop's ticks were meanwhile (the milliseconds in the records: a tick is due at each whole second);
exits with 1 where something was obeyed that must not be, a tick was left out or late, or memory or files are not given back.
"""

import os
import pathlib
import random
import re
import socket
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler

import program as records
from browser import fetch, launch, serve, shows, until
from home import require
from peer import HTTPServer
from playwright.sync_api import sync_playwright
from prefix_proxy import PrefixProxy

executable = os.path.abspath(sys.argv[1])
STOP = b'{"schemaVersion":1,"command":"stop"}'
RESUME = b'{"schemaVersion":1,"command":"resume"}'
# What a busy machine may take; a tick that is held up by a client would be late by seconds.
LATEST_TICK = 500
# A client may take ten seconds for its request, and as long to take the answer.
PATIENCE = 10
NAMES = ["evil.test", "rebound.test", "evse.example"]


class Served:
    """A run of the program, and ways to talk to it that no proper client has."""

    def __init__(self, folder, host):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.port = records.free_port()
        schedule = self.folder / "home.evs"
        schedule.write_text(f"""
            site "home" {{
                timezone "UTC"   battery 52kWh   charger simulated   meter simulated
                record csv to "log"
                dashboard at "{host}:{self.port}" behind "evse.example"
            }}
            schedule "s" {{ otherwise: charge }}
        """)
        self.process = serve(executable, folder, None, schedule=schedule)
        self.url = f"http://127.0.0.1:{self.port}/"
        self.secret = None

    @property
    def token_file(self):
        return self.folder / "dashboard-token"

    def proper(self, **headers):
        return headers | ({"Authorization": f"Bearer {self.secret}"} if self.secret else {})

    def order(self):
        return fetch(self.url + "api/now", **self.proper())[1]["status"]["order"]

    def connect(self, small=False):
        client = socket.socket()
        client.settimeout(5)
        if small:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        client.connect(("127.0.0.1", self.port))
        return client

    def send(self, data, quiet=1.0):
        """The statuses that are answered to bytes, and all that was said; None at the end where the connection stays open."""
        with self.connect() as client:
            client.settimeout(quiet)
            said, end = b"", None
            try:
                client.sendall(data)
            except OSError:
                pass  # It has heard enough already.
            try:
                while piece := client.recv(65536):
                    said += piece
                end = "closed"
            except TimeoutError:
                pass
            except OSError:
                end = "closed"
        return [int(status) for status in re.findall(rb"(?m)^HTTP/1\.1 (\d{3}) ", said)], end, said

    def request(self, method="POST", path="/api/orders", body=STOP, host=None, **headers):
        """A request with the headers of a proper one, but for those that are given; None leaves one out."""
        lines = {"Host": host or f"127.0.0.1:{self.port}", "Content-Type": "application/json"} if method == "POST" else {
            "Host": host or f"127.0.0.1:{self.port}"}
        if self.secret:
            lines["Authorization"] = f"Bearer {self.secret}"
        if body and method == "POST":
            lines["Content-Length"] = str(len(body))
        lines["Connection"] = "close"
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        text = "".join(
            f"{name}: {value}\r\n" for name, values in lines.items() if values is not None
            for value in (values if isinstance(values, list) else [values]))
        return f"{method} {path} HTTP/1.1\r\n{text}\r\n".encode("latin-1") + (body if method == "POST" else b"")

    def resident(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))

    def files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=10)


class Report:
    """What each attack was answered, and when it was."""

    def __init__(self, served):
        self.served, self.lines = served, []

    def attack(self, name, run):
        """Runs an attack, which gives what to say of it; nothing may be obeyed."""
        began = time.time()
        said = run()
        self.lines.append((name, said, began, time.time()))
        print(f"{name}: {said}", flush=True)
        for served in self.served:
            require_quietly(served.process.poll() is None, f"{name}: the program lives on")
            require_quietly(served.order() is None, f"{name}: nothing is obeyed")

    def ticks(self):
        """Prints the worst tick of each attack; none may be late or missing."""
        time.sleep(7)  # The records are written every five seconds.
        times = [[row["time"] for row in records.csv_rows(served.folder)] for served in self.served]
        worst = 0
        for name, _, began, ended in self.lines:
            latest = max((t % 1000 for series in times for t in series if began * 1000 <= t <= ended * 1000 + 1000), default=0)
            worst = max(worst, latest)
            print(f"  ticks, latest {latest:4d} ms: {name}")
        for series in times:
            seconds = {t // 1000 for t in series}
            missing = set(range(int(self.lines[0][2]) + 1, int(self.lines[-1][3]))) - seconds
            require_quietly(not missing, f"no tick is left out ({len(missing)} are)")
        require(worst <= LATEST_TICK, f"control ticks stay on time throughout, the latest {worst} ms after its second")


def require_quietly(holds, what):
    if not holds:
        require(False, what)


def expect(what, answer, statuses):
    """Each answer must be one of `statuses`, and the only one: what comes after a refused request is not read."""
    got, end, said = answer
    require_quietly(got and len(got) == 1 and got[0] in statuses, f"{what} is answered {statuses}, not {got} {said[:80]}")
    return got[0]


def tally(statuses):
    return ", ".join(f"{status} ×{statuses.count(status)}" for status in sorted(set(statuses)))


def foreign_origins(s):
    own = f"127.0.0.1:{s.port}"
    origins = [
        "http://evil.test", "https://evil.test", "null", "", "file://", f"http://{own}.evil.test", f"http://evil.test#{own}",
        f"http://user@{own}", f"http://127.0.0.1:{s.port + 1}", "http://127.0.0.1", "http://localhost", f"ftp://{own}",
        [f"http://{own}", "http://evil.test"], ["http://evil.test", f"http://{own}"], f"http://{own}, http://evil.test",
    ]
    seen = [expect(f"Origin {origin}", s.send(s.request(Origin=origin)), [403]) for origin in origins]
    for site in ["cross-site", "same-site", "anything"]:
        seen.append(expect(site, s.send(s.request(Sec_Fetch_Site=site)), [403]))
        seen.append(expect(site, s.send(s.request("GET", "/api/now", Sec_Fetch_Site=site, Sec_Fetch_Mode="cors")), [403]))
    seen.append(expect("a foreign navigation that orders", s.send(
        s.request(Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")), [403]))
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", None,
                 "text/json", ["application/json", "text/plain"]]:
        seen.append(expect(f"type {kind}", s.send(s.request(Content_Type=kind)), [415]))
    for method in ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "get", "CONNECT"]:
        seen.append(expect(method, s.send(s.request(method)), [400, 405, 415]))
    return tally(seen)


def foreign_hosts(s):
    hosts = ["evil.test", f"evil.test:{s.port}", f"127.0.0.1.evil.test:{s.port}", "localhost.evil.test", "2130706433", "0x7f000001",
             "127.1", "evil.test.", "[::1].evil.test", f"127.0.0.1:{s.port}@evil.test", "evse.example.evil.test", "999.evil"]
    seen = []
    for host in hosts:
        seen += [expect(host, s.send(s.request(host=host)), [400, 421]), expect(host, s.send(s.request("GET", "/", host=host)), [400, 421]),
                 expect(host, s.send(s.request("GET", "/api/now", host=host)), [400, 421])]
    return tally(seen)


def tokens(s):
    wrong = ["Bearer " + "0" * 64, "Bearer", "Bearer ", f"Bearer {s.secret[:-1]}", f"Bearer {s.secret}0", f"Basic {s.secret}",
             s.secret, f"Bearer {s.secret.upper()}x", f"Bearer  {s.secret}", None, [f"Bearer {s.secret}", "Bearer x"], "Bearer \xff\xfe"]
    seen = []
    for field in wrong:
        seen += [expect("a wrong token", s.send(s.request(Authorization=field)), [401]),
                 expect("a wrong token", s.send(s.request("GET", "/api/now", Authorization=field)), [401])]
    for cookie in ["evse_token=", "evse_token=x", f"evse_tokenx={s.secret}", f"a=b; evse_token={s.secret[:-1]}"]:
        seen.append(expect(cookie, s.send(s.request(Authorization=None, Cookie=cookie)), [401]))
    seen.append(expect("in the query", s.send(s.request(path=f"/api/orders?token={s.secret}", Authorization=None)), [401]))
    return tally(seen)


def replaced_token(s):
    """An old token is worth nothing within a second, also to a page that is open already."""
    old = s.secret
    watching = s.connect()
    watching.sendall(s.request("GET", "/api/events"))
    require_quietly(b"200 OK" in watching.recv(65536), "the page is followed")
    s.token_file.write_text("n" * 64 + "\n")
    began = time.monotonic()
    until("the old token is refused", lambda: fetch(s.url + "api/now", Authorization=f"Bearer {old}")[0] == 401, 3)
    refused = time.monotonic() - began
    watching.settimeout(5)
    try:
        while watching.recv(65536):
            require_quietly(time.monotonic() - began < 4, "a page with the old token is no longer told anything")
    except ConnectionError:
        pass
    ended = time.monotonic() - began
    watching.close()
    expect("an order with the old one", s.send(s.request(Authorization=f"Bearer {old}")), [401])
    s.secret = "n" * 64
    expect("the new one", s.send(s.request("GET", "/api/now")), [200])
    return f"refused after {refused:.1f} s, an open page's events end after {ended:.1f} s"


def oversized(s):
    cases = [
        (s.request("GET", "/", X="a" * 17_000), [431]), (s.request("GET", "/" + "a" * 20_000), [431]),
        (s.request("GET", "/", **{f"X{i}": "a" for i in range(101)}), [431]),
        (s.request(Content_Length="600000"), [413]), (s.request(Content_Length="9" * 10), [413]),
        (s.request(Content_Length="9" * 30), [400]), (s.request(body=b"[" * 500_000), [400]),
        (s.request(body=b'{"schemaVersion":1,"command":"' + b"a" * 400_000 + b'"}'), [400]),
        (s.request(body=b'{"schemaVersion":1,"command":"pause","seconds":1e999}'), [400]),
        (s.request(body=b"\xff\xfe" + STOP), [400]), (s.request(body=b""), [400]),
    ]
    return tally([expect(case[:60], s.send(case), statuses) for case, statuses in cases])


def smuggled(s):
    own = f"Host: 127.0.0.1:{s.port}\r\n" + (f"Authorization: Bearer {s.secret}\r\n" if s.secret else "")
    order = s.request()
    chunked = f"{len(STOP):x}\r\n".encode() + STOP + b"\r\n0\r\n\r\n"

    def post(fields, tail):
        return f"POST /api/orders HTTP/1.1\r\n{own}Content-Type: application/json\r\n{fields}\r\n".encode("latin-1") + tail

    size = len(STOP)
    cases = {
        "Content-Length and Transfer-Encoding": post(f"Content-Length: {size}\r\nTransfer-Encoding: chunked\r\n", chunked + order),
        "Transfer-Encoding alone": post("Transfer-Encoding: chunked\r\n", chunked + order),
        "a disguised one": post(f"Content-Length: {size}\r\nTransfer-Encoding: xchunked\r\n", STOP + order),
        "one behind a tab": post(f"Content-Length: {size}\r\nTransfer-Encoding:\tchunked\r\n", STOP + order),
        "two lengths": post(f"Content-Length: {size}\r\nContent-Length: 0\r\n", STOP + order),
        "the same length twice": post(f"Content-Length: {size}\r\nContent-Length: {size}\r\n", STOP + order),
        "a list of lengths": post(f"Content-Length: {size}, {size}\r\n", STOP + order),
        "a folded line": post(f"X: a\r\n Content-Length: {size}\r\n", STOP + order),
        "a line that folds the first": post(f" Content-Length: {size}\r\n", STOP + order),
        "a blank before the colon": post(f"Content-Length : {size}\r\n", STOP + order),
        "a bare line feed": post(f"X: a\nContent-Length: {size}\r\n", STOP + order),
        "a bare carriage return": post(f"X: a\rContent-Length: {size}\r\n", STOP + order),
        "line feeds alone": post(f"Content-Length: {size}\r\n", STOP).replace(b"\r\n", b"\n"),
        "a zero byte": post(f"X: a\0b\r\nContent-Length: {size}\r\n", STOP + order),
        "no name": post(f": a\r\nContent-Length: {size}\r\n", STOP + order),
        "a name in brackets": post(f"X(a): b\r\nContent-Length: {size}\r\n", STOP + order),
        "two Hosts": post(f"Host: evil.test\r\nContent-Length: {size}\r\n", STOP + order),
        "an absolute target": order.replace(b" /api", f" http://127.0.0.1:{s.port}/api".encode(), 1) + order,
        "a target without a slash": order.replace(b" /api", b" api", 1) + order,
        "a fragment": order.replace(b"/orders ", b"/orders#x ", 1) + order,
        "a tab in the request line": order.replace(b"POST ", b"POST\t", 1) + order,
        "two blanks in it": order.replace(b"POST ", b"POST  ", 1) + order,
        "HTTP/0.9": b"GET /api/now\r\n\r\n" + order, "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + order,
        "HTTP/1.1 and more": order.replace(b"HTTP/1.1", b"HTTP/1.1x", 1) + order,
        "no Host": f"POST /api/orders HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n\r\n".encode() + STOP + order,
    }
    for length in ["-1", "+36", "0x24", "36 ", "3 6", "", "٣٦", "36;q=1", "1e2"]:
        if length.strip() != "36":
            cases[f"length “{length}”"] = post("", b"").replace(b"\r\n\r\n", b"\r\nContent-Length: " + length.encode() + b"\r\n\r\n", 1) + STOP + order
    return f"{len(cases)} ways, " + tally([expect(name, s.send(case), [400, 501, 505]) for name, case in cases.items()])


def traversal(s):
    paths = ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/..%2f..%2fetc/passwd", "/api/../dashboard-token",
             "/dashboard-token", "/./main.js", "/api//now", "/API/NOW", "/main.js/", "/main.js%00.html", "/%6dain.js", "/log/",
             "/api/now/", "/api/now;x", "/.git/config", "/home.evs", "/\\..\\..\\etc\\passwd"]
    seen = []
    for path in paths:
        answer = s.send(s.request("GET", path))
        require_quietly(b"root:" not in answer[2] and b"schedule \"" not in answer[2], f"{path} gives no file away")
        seen.append(expect(path, answer, [404]))
    seen += [expect(query, s.send(s.request("GET", "/api/now?" + query)), [400]) for query in ["a=%", "a=%zz", "%ff=1", "a=%c0%ae"]]
    return tally(seen)


def slow(s):
    """Clients that never come to an end, all at once; each is given up in time and none holds up another."""
    head = s.request("GET", "/")[:-2]
    body = s.request(Content_Length="400000")
    ways = {"a header byte by byte": (head + b"X: ", b"a", 0.5), "a body byte by byte": (body, b"a", 0.5),
            "endless header lines": (head, b"X: a\r\n" * 50, 0), "endless garbage behind a request": (s.request("GET", "/", Connection=None), b"\1" * 4096, 0),
            "an endless line": (b"GET /", b"a" * 1000, 0), "nothing at all": (b"", None, 0.5), "half a request line": (b"GET / HT", None, 0.5)}
    ended, threads = {}, []

    def drip(name, start, piece, pause):
        began = time.monotonic()
        with s.connect() as client:
            client.setblocking(False)
            pending = start
            while time.monotonic() - began < PATIENCE + 6:
                try:
                    pending = pending[client.send(pending):] if pending else (piece or b"")
                except BlockingIOError:
                    time.sleep(0.02)
                except OSError:
                    break
                try:
                    if not client.recv(65536):
                        break
                except BlockingIOError:
                    pass
                except OSError:
                    break
                time.sleep(pause)
        ended.setdefault(name, []).append(time.monotonic() - began)

    for name, way in ways.items():
        for _ in range(6):
            threads.append(threading.Thread(target=drip, args=(name, *way)))
            threads[-1].start()
    delays = []
    while any(thread.is_alive() for thread in threads):
        began = time.monotonic()
        expect("the page meanwhile", s.send(s.request("GET", "/")), [200])
        delays.append(time.monotonic() - began)
        time.sleep(0.3)
    for name, times in ended.items():
        require_quietly(max(times) < PATIENCE + 4, f"{name} is given up ({max(times):.1f} s)")
    return ("given up after " + ", ".join(f"{max(times):.1f} s ({name})" for name, times in ended.items())
            + f"; the page meanwhile within {max(delays) * 1000:.0f} ms")


def crowd(s, start, name):
    """Five hundred connections; the page is still served and stop still stops."""
    clients = []
    for _ in range(500):
        clients.append(s.connect())
        clients[-1].sendall(start)
    began = time.monotonic()
    expect("the page", s.send(s.request("GET", "/")), [200])
    served = time.monotonic() - began
    took = stop_and_resume(s)
    files = s.files()
    for client in clients:
        client.close()
    require_quietly(files < 200, f"files stay bounded ({files})")
    return f"the page within {served * 1000:.0f} ms, a stop within {took * 1000:.0f} ms, {files} files open"


def stop_and_resume(s):
    """How long a proper stop takes until it is in force."""
    began = time.monotonic()  # The charger is told at once; the answer comes after the next tick.
    expect("a stop", s.send(s.request(), quiet=5), [200])
    took = time.monotonic() - began
    require_quietly((s.order() or {}).get("kind") == "stop", "a proper stop stops")
    expect("resume", s.send(s.request(body=RESUME), quiet=5), [200])
    until("the schedule goes on", lambda: s.order() is None, 5)
    return took


def pipelined(s):
    chance = random.Random(1)
    get = s.request("GET", "/api/openapi.json", Connection=None)
    statuses, end, _ = s.send(get * 100 + b"\0garbage\r\n\r\n" + s.request() * 3, quiet=3)
    require_quietly(statuses == [200] * 100 + [400] and end == "closed", f"a hundred requests, then garbage: {tally(statuses)}")
    seen = []
    for length in [1, 100, 10_000, 1_000_000]:
        for _ in range(5):
            statuses, end, _ = s.send(chance.randbytes(length) + b"\r\n\r\n" + s.request(), quiet=12)
            require_quietly(end == "closed" and 200 not in statuses, f"{length} random bytes: {statuses} {end}")
            seen += statuses or ["hung up"]
    return "a hundred answered in order, then 400; random bytes: " + tally([str(status) for status in seen])


def left_open(s, seconds):
    """Pages that are open for long, readers that never read, and more of them than there is room for."""
    watching = s.connect()
    watching.sendall(s.request("GET", "/api/events"))
    idle = []
    for _ in range(40):
        idle.append(s.connect(small=True))
        idle[-1].sendall(s.request("GET", "/api/events"))
    mute = []
    for _ in range(20):
        mute.append(s.connect(small=True))
        mute[-1].setblocking(False)
        mute[-1].send(s.request("GET", "/api/map", Connection=None) * 60)
    began, events, longest, last = time.monotonic(), 0, 0.0, time.monotonic()
    while time.monotonic() - began < seconds:
        said = watching.recv(262144)
        require_quietly(said, "an open page is not hung up on")
        if b"event: now" in said:
            events, longest, last = events + 1, max(longest, time.monotonic() - last), time.monotonic()
    statuses = []
    for client in idle:
        client.settimeout(2)
        statuses.append(int(client.recv(20).split()[1]))
    for client in [watching, *idle, *mute]:
        client.close()
    require_quietly(events >= seconds - 2 and longest < 2.5, f"an open page is told each second ({events} events, {longest:.1f} s)")
    require_quietly(set(statuses) == {200, 503}, f"there is room for so many: {tally(statuses)}")
    return f"{events} events in {seconds} s, at most {longest:.1f} s apart; 40 more pages: {tally(statuses)}"


def flood(s, seconds):
    """The most costly reports from many clients at once, and a stop among them."""
    answers, ends = [], time.monotonic() + seconds

    def ask():
        while time.monotonic() < ends:
            try:
                answers.extend(s.send(s.request("GET", "/api/plan?hours=168"), quiet=20)[0])
            except OSError:
                answers.append(0)

    threads = [threading.Thread(target=ask) for _ in range(32)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    took = [stop_and_resume(s) for _ in range(3)]
    for thread in threads:
        thread.join()
    require_quietly(max(took) < 2, f"a stop in the flood takes {max(took):.2f} s")
    return f"{tally(answers)}; a stop among them within {max(took) * 1000:.0f} ms"


EVIL = b"""<!doctype html><title>evil</title><script>
const target = new URLSearchParams(location.search).get("target");
const stop = '{"schemaVersion":1,"command":"stop"}';
const read = [];
const settle = (name, promise) => promise.then(() => read.push(name), () => {});
const attempts = [
  settle("now", fetch(`${target}api/now`, { credentials: "include" }).then((answer) => answer.text())),
  settle("map", fetch(`${target}api/map`).then((answer) => answer.text())),
  settle("json", fetch(`${target}api/orders`, { method: "POST", credentials: "include", body: stop, headers: { "Content-Type": "application/json" } })),
  fetch(`${target}api/orders`, { method: "POST", mode: "no-cors", credentials: "include", body: stop }).catch(() => {}),
  fetch(`${target}api/orders`, { method: "POST", mode: "no-cors", body: new Blob([stop], { type: "text/plain" }) }).catch(() => {}),
  new Promise((done) => { const source = new EventSource(`${target}api/events`, { withCredentials: true }); source.addEventListener("now", () => read.push("events")); source.onerror = done; }),
  new Promise((done) => { const image = new Image(); image.onload = image.onerror = done; image.src = `${target}api/now`; }),
  new Promise((done) => { const script = document.createElement("script"); script.onload = () => { read.push("script"); done(); }; script.onerror = done; script.src = `${target}main.js`; document.head.append(script); }),
];
navigator.sendBeacon(`${target}api/orders`, stop);
addEventListener("load", async () => {
  const frame = document.createElement("iframe");
  frame.name = "hidden";
  document.body.append(frame);
  const form = document.createElement("form");
  Object.assign(form, { action: `${target}api/orders`, method: "POST", enctype: "text/plain", target: "hidden" });
  const field = document.createElement("input");
  Object.assign(field, { name: '{"schemaVersion":1,"command":"stop","x":"', value: '"}' });
  form.append(field);
  document.body.append(form);
  form.submit();
  await Promise.allSettled(attempts);
  document.title = `done ${read.join(" ")}`;
});
</script><body></body>"""


class EvilSite(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(EVIL)

    def log_message(self, *_):
        pass


def foreign_pages(browser, loopback, guarded):
    """Another site's page in the same browser, which is signed in, and a name that was made to point here."""
    evil = HTTPServer(EvilSite)
    threading.Thread(target=evil.serve_forever, daemon=True).start()
    context = browser.new_context()
    page = context.new_page()
    page.goto(guarded.url)
    page.fill("#token", guarded.secret)
    page.click("#sign-in button")
    shows(page, "document.getElementById('doing').textContent !== ''")
    for served in [loopback, guarded]:
        page = context.new_page()
        page.goto(f"http://evil.test:{evil.server_port}/?target={served.url}")
        until("the foreign page has tried all", lambda: page.title().startswith("done"), 20)
        require_quietly(page.title().strip() == "done", f"a foreign page reads nothing ({page.title()})")
        require_quietly(served.order() is None, "a foreign page orders nothing")
        page.goto(f"http://rebound.test:{served.port}/")
        require_quietly("not called that" in page.inner_text("body"), "a rebound name gets no page")
        # The page of an address may not be talked to by one that was loaded under another name either.
        page.goto(f"http://rebound.test:{served.port}/api/now")
        require_quietly("not called that" in page.inner_text("body"), "nor a report")
    context.close()
    evil.shutdown()
    evil.server_close()
    return "fetch, form, beacon, events, image, script and frame of a foreign page, and a rebound name: nothing read, nothing ordered"


def behind_proxy(browser, s):
    """The page below a prefix, through a proxy that takes it off."""
    proxy = PrefixProxy("/charger/", s.port)
    page = browser.new_page()
    page.goto(f"http://evse.example:{proxy.port}/charger/")
    shows(page, "document.getElementById('doing').textContent !== ''")
    page.wait_for_selector("#plan-strip svg .soc")
    page.wait_for_selector("#policy-map svg rect")
    page.click("#stop")
    until("a stop through it is in force", lambda: (s.order() or {}).get("kind") == "stop", 5)
    page.click("#resume")
    until("the schedule goes on", lambda: s.order() is None, 5)
    page.close()
    for host in ["evil.test", "rebound.test"]:
        require_quietly(fetch(f"http://127.0.0.1:{proxy.port}/charger/api/now", Host=host)[0] == 421, f"{host} is refused through it")
    foreign = fetch(f"http://127.0.0.1:{proxy.port}/charger/api/now", Host="evse.example", Origin="http://evil.test")[0]
    require_quietly(foreign == 403, "so is a foreign origin")
    proxy.close()
    return "page, events, plan, map and stop below a prefix; a foreign Host 421, a foreign Origin 403"


with tempfile.TemporaryDirectory(prefix="evse-attacks-") as folder, sync_playwright() as playwright:
    loopback, guarded = Served(f"{folder}/loopback", "127.0.0.1"), Served(f"{folder}/guarded", "0.0.0.0")
    both = [loopback, guarded]
    try:
        until("one is served", lambda: fetch(loopback.url + "api/now")[0] == 200, 20)
        until("the other is served", guarded.token_file.exists, 20)
        guarded.secret = guarded.token_file.read_text().strip()
        until("it lets the token in", lambda: fetch(guarded.url + "api/now", **guarded.proper())[0] == 200, 20)
        browser = launch(playwright, "--host-resolver-rules=" + ",".join(f"MAP {name} 127.0.0.1" for name in NAMES))
        for served in both:
            stop_and_resume(served)  # Or else that nothing is obeyed would say nothing.
        report = Report(both)
        report.attack("nothing yet", lambda: time.sleep(3) or "quiet")
        before = [(served.resident(), served.files()) for served in both]
        report.attack("foreign origins", lambda: foreign_origins(loopback))
        report.attack("foreign hosts", lambda: foreign_hosts(loopback))
        report.attack("tokens", lambda: tokens(guarded))
        report.attack("a replaced token", lambda: replaced_token(guarded))
        report.attack("oversized", lambda: oversized(guarded))
        report.attack("smuggled", lambda: f"{smuggled(loopback)}; with a token {smuggled(guarded)}")
        report.attack("paths", lambda: traversal(guarded))
        report.attack("endless", lambda: slow(loopback))
        report.attack("500 idle connections", lambda: crowd(loopback, b"", "idle"))
        report.attack("500 half requests", lambda: crowd(guarded, b"POST /api/or", "half"))
        report.attack("pipelined garbage", lambda: pipelined(loopback))
        report.attack("pages left open", lambda: left_open(guarded, 6))
        report.attack("a flood of reports", lambda: flood(loopback, 4))
        report.attack("foreign pages", lambda: foreign_pages(browser, loopback, guarded))
        report.attack("behind a proxy", lambda: behind_proxy(browser, loopback))
        browser.close()
        report.ticks()
        for served, (resident, files) in zip(both, before):
            now = served.resident(), served.files()
            print(f"memory {resident} to {now[0]} KiB, open files {files} to {now[1]}")
            require_quietly(now[1] <= files + 2, "files are given back")
            require_quietly(now[0] <= 24 * 1024, "memory stays small")
    finally:
        for served in both:
            served.close()
print("the attacks come to nothing")
