"""A mosquitto on loopback with a paho client beside it; the port is printed first.

Options: `--login` (user `owner`, password `opensesame`). Orders: `say TOPIC PAYLOAD`, `keep TOPIC PAYLOAD` (retained),
`say1 TOPIC PAYLOAD` (QoS 1), `heard` (the topics and payloads that others have said since the last `heard`), `clients` (how
many others are connected), `restart` (the broker ends and begins anew), `stop`, `begin`.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import paho.mqtt.client as mqtt

options = argparse.ArgumentParser()
options.add_argument("--login", action="store_true")
options = options.parse_args()

folder = tempfile.mkdtemp()
os.chmod(folder, 0o755)
binaries = os.path.dirname(sys.executable)
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
with open(f"{folder}/conf", "w") as conf:
    conf.write(f"listener {port} 127.0.0.1\npersistence false\nsys_interval 1\n")
    conf.write(f"password_file {folder}/passwords\n" if options.login else "allow_anonymous true\n")
if options.login:
    command = [f"{binaries}/../mosquitto/mosquitto_passwd", "-b", "-c", f"{folder}/passwords", "owner", "opensesame"]
    subprocess.run(command, check=True)
    os.chmod(f"{folder}/passwords", 0o644)

state = {"heard": [], "clients": 0, "own": set()}


def on_message(_, __, message):
    if message.topic == "$SYS/broker/clients/connected":
        state["clients"] = int(message.payload)
    elif (message.topic, bytes(message.payload)) not in state["own"]:
        state["heard"].append(f"{message.topic}={message.payload.decode()}")


def on_connect(client, *_):
    client.subscribe([("#", 0), ("$SYS/broker/clients/connected", 0)])


client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
client.on_message = on_message
client.on_connect = on_connect
client.username_pw_set("owner", "opensesame")
client.reconnect_delay_set(1, 1)


def begin():
    state["broker"] = subprocess.Popen(
        [f"{binaries}/mosquitto", "-c", f"{folder}/conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("mosquitto does not listen")


def stop():
    # Other signals are blocked in what a thread of the tests starts.
    state["broker"].kill()
    state["broker"].wait()


def publish(words, **settings):
    topic, _, payload = words.partition(" ")
    state["own"].add((topic, payload.encode()))
    client.publish(topic, payload, **settings).wait_for_publish(10)
    return "said"


def answer(order):
    name, _, words = order.partition(" ")
    if name == "say":
        return publish(words)
    if name == "say1":
        return publish(words, qos=1)
    if name == "keep":
        return publish(words, retain=True)
    if name == "heard":
        heard, state["heard"] = state["heard"], []
        return " ".join(heard)
    if name == "clients":
        return str(state["clients"] - 1)
    if name in ("stop", "restart"):
        stop()
    if name in ("begin", "restart"):
        begin()
        while not client.is_connected():
            time.sleep(0.05)
    return name


begin()
client.connect("127.0.0.1", port, keepalive=30)
client.loop_start()
while not client.is_connected():
    time.sleep(0.02)
print(port, flush=True)
try:
    for line in sys.stdin:
        print(answer(line.rstrip("\n")), flush=True)
finally:
    state["broker"].kill()
    shutil.rmtree(folder, ignore_errors=True)
