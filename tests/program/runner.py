"""Inside the lab: runs scenarios one after the other and prints a JSON line for each."""

import json
import os
import subprocess
import sys
import time

import jsonschema

import compare
import redacted
from vnetlab import lab, world as worlds

HERE = os.path.dirname(os.path.abspath(__file__))
SCHEMA = os.path.join(HERE, "..", "..", "reports", "report.schema.json")
# A sanitizer must not look like "a finding": its own exit code.
SANITIZERS = {"ASAN_OPTIONS": "exitcode=99:detect_leaks=1", "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1:exitcode=99"}


def _validator():
    if not os.path.exists(SCHEMA):
        return None
    with open(SCHEMA, encoding="utf-8") as f:
        schema = json.load(f)
    return jsonschema.validators.validator_for(schema)(schema)


def _timeless(value):
    """Without durations, which are sums of what the report has rounded."""
    if isinstance(value, dict):
        return {k: _timeless(v) for k, v in value.items() if k not in ("started_ms", "duration_ms")}
    return [_timeless(v) for v in value] if isinstance(value, list) else value


class Runner:
    def __init__(self, options):
        self.options = options
        self.vnet = lab.Lab(options.relay)
        self.validator = _validator()
        self.mixins, self.scenarios = worlds.load_scenarios()
        self.base = worlds.load_base()

    def run(self, name):
        out = {"name": name, "problems": [], "cells": [], "seconds": 0.0}
        start = time.monotonic()
        try:
            world = worlds.make_world(self.scenarios[name], self.mixins, self.base)
            self.vnet.apply(world)
            out["applied"] = round(time.monotonic() - start, 3)
            self._run(world, out)
        except Exception as error:  # a scenario that cannot be set up is a failure of that scenario
            out["problems"].append(f"the lab: {type(error).__name__}: {error}")
        out["seconds"] = round(time.monotonic() - start, 3)
        return out

    def _probe(self, *options):
        argv = self.vnet.probe_argv(self.options.binary, *options)
        return self.vnet.run(argv, capture_output=True, text=True, timeout=90, stdin=subprocess.DEVNULL)

    def _run(self, world, out):
        ended = self._probe("-f", "json")
        if "Sanitizer" in ended.stderr or "runtime error" in ended.stderr:
            out["problems"].append("sanitizer: " + ended.stderr[-2000:])
        try:
            report = json.loads(ended.stdout)
        except ValueError:
            out["problems"].append(f"exit {ended.returncode}, no JSON report: {ended.stdout[:300]!r} {ended.stderr[-600:]!r}")
            out["cells"] = [(f["code"], "-") for f in compare.expected(world, "error") or []]
            return
        if self.options.reports:
            with open(os.path.join(self.options.reports, world["name"] + ".json"), "w", encoding="utf-8") as f:
                f.write(ended.stdout)
        if self.validator:
            for error in list(self.validator.iter_errors(report))[:3]:
                out["problems"].append(f"schema: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
        out["problems"] += compare.differences(world, report, ended.returncode)
        out["cells"] = compare.confusion(compare.expected(world, "error") or [], compare.found(report, "error"))
        out["run_ms"] = report["run"]["duration_ms"]
        if self.options.judge:
            out["problems"] += self._judge(ended.stdout, report)

    def _judge(self, text, report):
        """`judge` of a saved report reaches what the run reached."""
        path = "/run/vnetlab/report.json"
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        again = subprocess.run([self.options.binary, "judge", path, "-f", "json"], capture_output=True, text=True, timeout=30)
        try:
            judged = json.loads(again.stdout)
        except ValueError:
            return [f"judge: exit {again.returncode}: {again.stderr[-300:]!r}"]
        return [f"judge: {key} differ" for key in ("findings", "verdict", "not_proved", "summary", "checks")
                if _timeless(judged[key]) != _timeless(report[key])] + redacted.problems(self.options.binary, path, report)


def main(options, names):
    # The report of a person's eyes needs no matrix: --show.
    os.environ.update({k: os.environ.get(k, v) for k, v in SANITIZERS.items()})
    runner = Runner(options)
    if options.show:
        runner.vnet.apply(worlds.make_world(runner.scenarios[options.show], runner.mixins, runner.base))
        for form in (["-f", "human"],):
            ended = runner._probe(*form)
            print(ended.stdout + ended.stderr, end="")
            print(f"exit {ended.returncode}")
        return
    for name in names:
        print(json.dumps(runner.run(name)), flush=True)
        if options.keep:
            print(f"--keep: {runner.vnet.plan}; leave the shell to go on", file=sys.stderr)
            subprocess.run(runner.vnet.command(["bash"], launch=False), env=runner.vnet.environment(), stdin=open("/dev/tty"))
