#!/usr/bin/python3
"""Chromium watches the page of `watch` while a fault is brought into the test VNet.

  watch_page.py VNETPROBE [--shots DIR]

The picture has to turn within two intervals, and back again after the fault is mended.
"""
import os
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "lab"))
from vnetlab import lab, world as worlds  # noqa: E402

EVERY = 5  # seconds
LISTEN = "127.0.0.1:9925"


def main(argv):
    node = shutil.which("node")
    if not node:
        sys.exit("watch_page: node is missing")
    lab.enter([os.path.abspath(__file__), *argv])
    mixins, scenarios = worlds.load_scenarios()
    healthy = worlds.make_world({"name": "base"}, mixins)
    fault = worlds.make_world(scenarios["net-timeout"], mixins)
    vnet = lab.Lab()
    vnet.apply(healthy)
    watch = subprocess.Popen(
        vnet.command([argv[0], "watch", "-p", vnet.plan, "--ca-file", vnet.certificates.ca_file,
                      "--every", str(EVERY), "--listen", LISTEN, *[str(a) for a in healthy["args"]]]),
        env=vnet.environment())
    # Chromium is on the machine of watch, which may have a namespace of its own.
    reader = subprocess.Popen(vnet.command([node, os.path.join(HERE, "watch_page.mjs"), f"http://{LISTEN}/", *argv[1:]], launch=False),
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=vnet.environment())
    try:
        problems = scenes(vnet, reader, healthy, fault)
    finally:
        watch.terminate()
        ended = watch.wait(20)
        reader.kill()
    if ended not in (0, 1, 3):
        problems.append(f"watch ended with {ended}")
    print("\n".join(problems) if problems else "the page turned, and back")
    return 1 if problems else 0


def scenes(vnet, reader, healthy, fault):
    problems = []
    first = True
    for world, verdict in ((healthy, "PASS"), (fault, "FAIL"), (healthy, "PASS")):
        vnet.apply(world)
        reader.stdin.write(verdict + "\n")
        reader.stdin.flush()
        answer = reader.stdout.readline().strip()
        print(answer, flush=True)
        word, _, seconds = answer.partition(" ")
        if word != verdict or not seconds:
            problems.append(f"wanted {verdict}: {answer or 'the reader ended'}")
            break
        # The first page may have to wait for the first run.
        if not first and float(seconds) > 2 * EVERY:
            problems.append(f"{verdict} was seen after {seconds} s, not within two intervals of {EVERY} s")
        first = False
    return problems


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
