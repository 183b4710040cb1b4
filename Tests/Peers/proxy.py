"""A way to a peer on which everything can go wrong, for the scripts beside this one.

A proxy passes whole requests and replies and spoils them as its `mode` says; None is a way that works. What it does is
independent of the program: it knows only where a frame or a response ends.
"""

import json
import random
import re
import socket
import threading
import time


class Broken(Exception):
    """The connection is to end."""


class Proxy:
    """A listener on a port of its own in front of the port of a peer."""

    def __init__(self, upstream):
        self.upstream = upstream
        self.mode = None
        self.connections = set()
        self.listener = None
        self.port = 0
        self.listen()

    def listen(self):
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, args=(self.listener,), daemon=True).start()

    def begin(self, mode):
        """Lets a fault begin."""
        self.mode = mode
        if mode == "refuse":
            self.close()

    def repair(self):
        """Lets everything work again."""
        was_refusing, self.mode = self.mode == "refuse", None
        if was_refusing:
            self.listen()

    def close(self):
        # A thread that waits in accept would hold the port open.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for connection in list(self.connections):
            end(connection)

    def accept(self, listener):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self.connections.add(connection)
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        peer = socket.create_connection(("127.0.0.1", self.upstream))
        try:
            while True:
                request = self.read_request(connection)
                mode = self.mode
                if mode == "silence":
                    continue
                if mode == "hang up":
                    return
                peer.sendall(request)
                self.answer(mode, connection, request, self.read_reply(peer))
        except (Broken, OSError):
            pass
        finally:
            self.connections.discard(connection)
            end(connection)
            end(peer)

    def answer(self, mode, connection, request, reply):
        match mode:
            case "mute":
                return
            case "late":
                time.sleep(0.8)
            case "one byte a second":
                for byte in reply:
                    connection.sendall(bytes([byte]))
                    time.sleep(1)
                return
            case "cut short":
                connection.sendall(reply[: len(reply) // 2])
                raise Broken
            case "half a reply":
                connection.sendall(reply[: len(reply) // 2])
                return
            case "twice":
                reply += reply
            case "noise":
                connection.sendall(random.randbytes(64))
                return
            case "flood":
                while self.mode == "flood":
                    connection.sendall(bytes(65536))
                raise Broken
            case str():
                reply = self.spoil(mode, request, reply)
        connection.sendall(reply)


class ModbusProxy(Proxy):
    def read_request(self, connection):
        return read_frame(connection)

    read_reply = read_request

    def spoil(self, mode, request, reply):
        if mode.startswith("exception "):
            return reply[:4] + b"\x00\x03" + reply[6:7] + bytes([request[7] | 0x80, int(mode.split()[1])])
        match mode:
            case "wrong transaction":
                return bytes([reply[0] ^ 0x40]) + reply[1:]
            case "wrong unit":
                return reply[:6] + b"\x09" + reply[7:]
            case "wrong function":
                return reply[:7] + b"\x04" + reply[8:]
            case "wrong length":
                return reply[:4] + b"\xff\xff" + reply[6:]
            case "too few registers":
                return reply[:4] + b"\x00\x05" + reply[6:7] + b"\x03\x02\x00\x01" if request[7] == 3 else reply
        raise ValueError(mode)


class HTTPProxy(Proxy):
    def read_request(self, connection):
        return read_until(connection, b"\r\n\r\n")

    def read_reply(self, connection):
        head = read_until(connection, b"\r\n\r\n")
        return head + read(connection, int(re.search(rb"(?i)content-length: *(\d+)", head)[1]))

    def spoil(self, mode, request, reply):
        body = reply.split(b"\r\n\r\n", 1)[1]
        # A device that is asked what it is answers as ever: the fault is in what it measures.
        if request.startswith(b"GET /shelly ") and mode in ("not valid", "NaN", "no power", "1e999 W", "another type"):
            return reply
        match mode:
            case "invalid JSON":
                return respond(200, b"<html>" + body)
            case "not valid":
                return respond(200, body.replace(b"true", b"false"))
            case "NaN":
                return respond(200, re.sub(rb'("(act_)?power": )[-0-9.]+', rb"\1NaN", body))
            case "1e999 W":
                return respond(200, re.sub(rb'("(act_)?power": )[-0-9.]+', rb"\g<1>1e999", body))
            case "no power":
                return respond(200, re.sub(rb'"(act_)?power"', b'"x"', body))
            case "another type":
                return respond(200, json.dumps(body.decode()).encode())
            case "redirect":
                return respond(302, b"", b"Location: http://127.0.0.1:1/\r\n")
            case "huge body":
                return respond(200, b"[" * 2_000_000)
            case "huge headers":
                return respond(200, body, b"X: y\r\n" * 10_000)
        if mode.startswith("HTTP "):
            return respond(int(mode.split()[1]), b"no")
        raise ValueError(mode)


def respond(status, body, headers=b""):
    return b"HTTP/1.1 %d X\r\n%sContent-Length: %d\r\n\r\n%s" % (status, headers, len(body), body)


def read(connection, count):
    data = b""
    while len(data) < count:
        more = connection.recv(count - len(data))
        if not more:
            raise Broken
        data += more
    return data


def read_until(connection, mark):
    data = b""
    while not data.endswith(mark):
        data += read(connection, 1)
    return data


def read_frame(connection):
    header = read(connection, 6)
    return header + read(connection, int.from_bytes(header[4:6], "big"))


def end(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    connection.close()
