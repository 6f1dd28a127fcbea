#!/usr/bin/python3
"""A second opinion on both ends of TDS: the probe's packets as tshark reads them, and FreeTDS against
the lab's server.

  tds_wire.py --binary VNETPROBE
"""
import argparse
import os
import re
import select
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lab"))
from vnetlab import lab, world  # noqa: E402

DOOR = "10.1.1.10:1433"
# scenario, pre-logins of the probe in the clear, TLS inside of TDS
ROWS = (("sqlmi-healthy-proxy", 1, True), ("sqlmi-encryption-not-supported", 1, False), ("sqlmi-healthy-strict-only", 1, False))


class Capture:
    """Everything on the lab's wire, as a pcap file: it runs when the constructor returns."""

    def __init__(self, path):
        self.out = open(path, "wb")
        self.out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))  # Ethernet
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        self.socket.bind(("lab-srv", 0))
        self.stop, self.stopped = socket.socketpair()
        self.thread = threading.Thread(target=self.collect)
        self.thread.start()

    def collect(self):
        while True:
            ready, _, _ = select.select([self.socket, self.stopped], [], [])
            if self.socket in ready:  # what is there is taken before the end
                data = self.socket.recv(65535)
                now = time.time()
                self.out.write(struct.pack("<IIII", int(now), int(now % 1 * 1e6), len(data), len(data)) + data)
            elif self.stopped in ready:
                return

    def end(self):
        self.stop.send(b".")
        self.thread.join()
        self.out.close()


def tshark(path, *options):
    argv = ["tshark", "-r", path, "-d", "tcp.port==1433,tds", *options]
    return subprocess.run(argv, capture_output=True, text=True, check=True).stdout.splitlines()


def check_probe(vnet, binary, scratch, row):
    scenario, prelogins, inside = row
    path = os.path.join(scratch, scenario + ".pcap")
    capture = Capture(path)
    vnet.run([*vnet.probe_argv(binary), "-q"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    capture.end()
    wrong = []
    malformed = tshark(path, "-Y", "_ws.malformed")
    if malformed:
        wrong.append(f"{scenario}: malformed packets: {malformed}")
    ours = "ip.dst==10.1.1.10 && tds.type==0x12"
    seen = tshark(path, "-Y", ours + " && tds.prelogin.option.encryption", "-T", "fields", "-e", "tds.prelogin.option.encryption")
    if seen != ["0"] * prelogins and seen != ["0x00"] * prelogins:
        wrong.append(f"{scenario}: pre-logins with ENCRYPT_OFF that tshark sees: {seen}")
    wrapped = tshark(path, "-Y", ours + " && tls.handshake.type==1")
    if bool(wrapped) != inside:
        wrong.append(f"{scenario}: a ClientHello inside of TDS, as tshark sees it: {wrapped}")
    return wrong


def check_freetds(vnet, scratch):
    """tsql gets to its login, inside of TLS, and reads the server's refusal."""
    log = os.path.join(scratch, "sql.log")
    mixins, scenarios = world.load_scenarios()
    overlay = {**scenarios["sqlmi-healthy-proxy"], "doors": {DOOR: {"log": log}}}
    vnet.apply(world.make_world(overlay, mixins))
    conf = os.path.join(scratch, "freetds.conf")
    with open(conf, "w", encoding="utf-8") as file:
        file.write("[mi]\nhost = 10.1.1.10\nport = 1433\ntds version = 7.4\nencryption = require\n")
    argv = vnet.command(["tsql", "-S", "mi", "-U", "probe", "-P", "x"], launch=False)
    ended = subprocess.run(argv, env=vnet.environment(FREETDSCONF=conf, HOME=scratch), input="", capture_output=True, text=True, timeout=30, check=False)
    said = ended.stdout + ended.stderr
    with open(log, encoding="utf-8") as file:
        seen = file.read().split("\n")
    wrong = []
    if "18456" not in said:
        wrong.append(f"tsql does not read the server's answer to its login: {said[-400:]!r}")
    if not re.match(r"prelogin strict=False", seen[0]) or seen[1:3] != ["tls", "login 0x10"]:
        wrong.append(f"what the lab's server has of tsql: {seen}")
    return wrong


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    binary = os.path.abspath(parser.parse_args(argv).binary)
    lab.enter([os.path.abspath(__file__), "--binary", binary])
    mixins, scenarios = world.load_scenarios()
    vnet = lab.Lab()
    wrong = []
    with tempfile.TemporaryDirectory() as scratch:
        for row in ROWS:
            vnet.apply(world.make_world(scenarios[row[0]], mixins))
            wrong += check_probe(vnet, binary, scratch, row)
        wrong += check_freetds(vnet, scratch)
    print("\n".join(wrong) if wrong else f"tshark reads {len(ROWS)} captures without fault, and FreeTDS gets to its login")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
