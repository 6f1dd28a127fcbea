#!/usr/bin/python3
"""What one run costs, on the machine of the test VNet: tests/container/unit_costs.py VNETPROBE [TIMES]

Prints the figures of probe/docs/sizing.md as JSON. CPU is the least of so many runs; the rest is the same in each."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HOUSE = pathlib.Path(__file__).resolve().parents[2]
SCENARIO = "healthy-azure-dns-only"


def once(words):
    """CPU in milliseconds and peak memory in MiB."""
    pid = os.fork()
    if pid == 0:
        null = os.open("/dev/null", os.O_RDWR)
        for each in (0, 1, 2):
            os.dup2(null, each)
        os.execv(words[0], words)
    _, status, used = os.wait4(pid, 0)
    if status != 0:
        raise SystemExit(f"{' '.join(words)}: {status}")
    return (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / 1024


def measure(program, times, plan, anchors):
    words = [program, "run", "-p", plan, "--ca-file", anchors]
    runs = [once(words) for _ in range(times)]
    with tempfile.TemporaryDirectory() as folder:
        files = {name: os.path.join(folder, name) for name in ("json", "prometheus", "html")}
        once([*words, *(w for name, path in files.items() for w in ("-o", f"{name}={path}"))])
        report = json.loads(pathlib.Path(files["json"]).read_text(encoding="utf-8"))
        metrics = pathlib.Path(files["prometheus"]).read_text(encoding="utf-8")
        kib = {f"{name}_kib": os.path.getsize(path) / 1024 for name, path in files.items()}
    questions = [float(n) for n in re.findall(r"^vnetprobe_resolver_questions\{.*\} (\S+)$", metrics, re.M)]
    return {"checks": len(report["checks"]), "views": len(questions), "questions": sum(questions),
            "connections": sum(check["kind"] == "net.connect" for check in report["checks"]),
            "cpu_ms": min(cpu for cpu, _ in runs), "memory_mib": max(memory for _, memory in runs), **kib}


def main(argv):
    program, times = os.path.abspath(argv[0]), int(argv[1]) if len(argv) > 1 else 21
    if len(argv) == 4:
        print(json.dumps(measure(program, times, *argv[2:])))
        return 0
    return subprocess.run([HOUSE / "tests/lab/with", SCENARIO, "--", sys.executable, "-B", __file__, program, str(times), "{plan}", "{ca}"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
