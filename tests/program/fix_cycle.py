#!/usr/bin/python3
"""What `vnetprobe fix` prints is applied for real, and the verdict is then pass.

  fix_cycle.py --binary VNETPROBE [--jobs 2] [--only NAME ...] [--show] [--reports DIR]

A cycle: a faulty world with dc1 in the software of the dialect; `run` finds the fault; `fix` prints
a text; the text is applied as it says itself; `run` again ends with 0 and no finding of severity
error; applied once more nothing changes; `fix` of the mended report, and of the repeated one, has
nothing to do.

Then every dialect of the reports of many scenarios, mendable or not (those of --reports DIR, as
`matrix.py --reports` keeps them, else of a choice made here): each text has the dialect's grammar and
is read by its software, also when the report was forged. Prints `N passed, N failed`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
LAB = os.path.join(os.path.dirname(HERE), "lab")
sys.path[:0] = [HERE, LAB]
import compare  # noqa: E402
import fix_apply  # noqa: E402
import fix_grammar  # noqa: E402
import fix_texts  # noqa: E402
from vnetlab import lab, world as worlds  # noqa: E402

SERVERS = ("bind", "unbound", "dnsmasq")
# scenario: the dialects that mend it. dc1 (and dc2) run the dialect's software.
CYCLES = {
    # A forwarder is missing: for all zones, or for one.
    "forwarder-missing": SERVERS,
    "forwarder-missing-blob-alone": SERVERS,
    "fix-forwarder-missing-queue-alone": SERVERS,
    "forwarder-missing-backup-alone": SERVERS,
    "forwarder-missing-on-the-second": SERVERS,
    "forwarder-missing-on-both": SERVERS,
    "forwarder-missing-seen-by-programs": SERVERS,
    "forwarder-missing-azure-required": ("unbound",),
    "forwarder-to-an-unlinked-hub": SERVERS,
    # It is there, for the wrong zone or to the wrong server.
    "forwarder-wrong-zone": ("dnsmasq",),
    "forwarder-wrong-zone-azure-not-asked": ("dnsmasq",),
    "own-zones-that-nobody-reaches": ("dnsmasq",),
    "forwarder-broken-servfail": SERVERS,
    "forwarder-broken-backup-bind": SERVERS,
    # Nobody asked Azure DNS; the forwarder is the cause all the same.
    "zone-not-served-blob": SERVERS,
    "zone-not-served-backup-bind": SERVERS,
    "zone-not-served-by-two-controllers": SERVERS,
    "zone-not-served-reference-silent": SERVERS,
    "zone-not-served-seen-by-programs": ("unbound",),
    "zone-not-served-system-alone": SERVERS,
    "no-zone-served": SERVERS,
    "no-zone-served-own-recursion": ("bind", "unbound"),
    "fix-bare-record-missing": SERVERS,
    # Records of zones that dc1 keeps itself.
    "record-missing-in-own-zone": ("bind",),
    "fix-own-zone-record-missing": ("bind", "unbound"),
    "fix-own-zone-record-stale": ("bind", "unbound"),
    "fix-own-zone-one-address-more": ("bind", "unbound"),
    "fix-own-zone-mixed": ("bind", "unbound"),
    "fix-own-zone-ipv6-public": ("bind", "unbound"),
    "fix-own-zones-ecs-and-prot-missing": ("bind", "unbound"),
    # Records of Azure's zones that dc1 holds name by name.
    "record-stale-on-the-second": ("unbound", "dnsmasq"),
    "mixed-addresses-through-dc1": ("unbound", "dnsmasq"),
    "fix-record-missing-behind-dc1": ("unbound", "dnsmasq"),
    "fix-record-stale-behind-dc1": ("unbound", "dnsmasq"),
    "fix-record-hidden-behind-dc1": ("unbound", "dnsmasq"),
    "fix-record-ipv6-behind-dc1": ("unbound", "dnsmasq"),
    "fix-backup-record-missing-behind-dc1": ("unbound", "dnsmasq"),
    "fix-ecs-missing-behind-dc1": ("unbound", "dnsmasq"),
    "fix-forwarder-and-stale-bare-record": ("unbound", "dnsmasq"),
    "pair-forwarder-missing-and-record-missing": ("unbound", "dnsmasq"),
    # Clients that dc1 does not let in; the servers of the lab let everybody in until told.
    "only-resolver-refuses": ("unbound", "bind"),
    "resolver-refused": ("unbound", "bind"),
    "pair-resolver-refuses-and-forwarder-missing": ("unbound", "bind"),
    # This machine's own hosts file.
    "hosts-override": ("hosts",),
    "hosts-override-public": ("hosts",),
    "hosts-override-backup": ("hosts",),
    "fix-hosts-two-wrong-lines": ("hosts",),
    "hosts-file-incomplete": ("hosts",),
    "fix-hosts-nothing-served": ("hosts",),
    "fix-hosts-record-missing": ("hosts",),
    "fix-hosts-record-stale": ("hosts",),
    "fix-hosts-record-mixed": ("hosts",),
    "fix-hosts-ecs-missing": ("hosts",),
}


class Cycle:
    """Inside the lab: one cycle after the other."""

    def __init__(self, options):
        self.options = options
        self.vnet = lab.Lab()
        self.mixins, self.scenarios = worlds.load_scenarios()
        self.base = worlds.load_base()

    def run(self, name, dialect):
        out = {"name": f"{name} --as {dialect}", "problems": []}
        start = time.monotonic()
        try:
            self._run(name, dialect, out["problems"])
        except Exception as error:  # of the lab, or of a server that does not take the text
            out["problems"].append(f"{type(error).__name__}: {error}")
        out["seconds"] = time.monotonic() - start
        return out

    def _world(self, name, dialect):
        scenario = self.scenarios[name]
        mixins = dict(self.mixins, **{"the scenario": scenario})
        overlay = {"name": name, "with": ["the scenario"], "expect": scenario.get("expect", {})}
        world = worlds.make_world(dict(overlay), mixins, self.base)
        if dialect in SERVERS:
            # Who refuses does it by access rules, which the text can mend (fix_apply).
            overlay["resolvers"] = {n: {"software": dialect, "refuse": None} for n in world["resolvers"]}
            if dialect == "unbound" and name.startswith("fix-own-zone"):
                overlay["resolvers"]["dc1"]["forward"] = None  # it would believe the chain that it is given
        return worlds.make_world(overlay, mixins, self.base)

    def _servers(self, world, dialect):
        if dialect == "hosts":
            return [fix_apply.HostsFile()]
        told = self.scenarios[world["name"]].get("resolvers", {})
        return [fix_apply.Server(self.vnet, n, bool(told.get(n, {}).get("refuse"))) for n in world["resolvers"]]

    def _probe(self, path):
        argv = self.vnet.probe_argv(self.options.binary, "-f", "json")
        ended = self.vnet.run(argv, capture_output=True, text=True, timeout=90, stdin=subprocess.DEVNULL)
        with open(path, "w", encoding="utf-8") as f:
            f.write(ended.stdout)
        return ended.returncode, json.loads(ended.stdout)

    def _run(self, name, dialect, problems):
        world = self._world(name, dialect)
        self.vnet.apply(world)
        servers = self._servers(world, dialect)
        faulty, mended = "/run/vnetlab/faulty.json", "/run/vnetlab/mended.json"
        code, report = self._probe(faulty)
        problems += [f"before: {x}" for x in compare.differences(world, report, code)]
        code, text, messages = fix_texts.fix(self.options.binary, faulty, dialect)
        if self.options.show:
            print(f"{text}{messages}", file=sys.stderr)
        if code != 0:
            problems.append(f"fix: exit {code}: {messages[-300:]}")
            return
        problems += [f"the text: {x}" for x in fix_grammar.problems(text, dialect)]
        if fix_texts.fix(self.options.binary, faulty, dialect)[1] != text:
            problems.append("the same report gave two texts")
        for turn in ("applied", "applied twice"):
            before = [x for x in self._hosts() if x] if turn == "applied twice" else None
            for server in servers:
                server.apply(text)
            if before is not None and [x for x in self._hosts() if x] != before:
                problems.append(f"{turn}: /etc/hosts is not what it was")
            named = {x for line in self._hosts() for x in line[1:]}
            lost = {x for line in world["system"]["hosts"] for x in line.partition("#")[0].split()[1:]} - named
            problems += [f"{turn}: the hosts file does not know {x} any more" for x in lost]
            code, report = self._probe(mended)
            if code != 0 or report["verdict"] != "pass":
                problems.append(f"{turn}: exit {code}, {report['verdict']}")
            problems += [f"{turn}: {f['code']} on {f['subject']} {f['targets']} {f['views']}: {f['because']}"
                         for f in report["findings"] if f["severity"] == "error"]
            code, again, _ = fix_texts.fix(self.options.binary, mended, dialect)
            left = fix_grammar.to_do(again, dialect)
            if code != 0 or left:
                problems.append(f"{turn}: fix has still something to do: exit {code}, {left[:3]}")
            if not report["findings"] and "Nothing to mend" not in again:
                problems.append(f"{turn}: fix does not say that there is nothing to mend")

    @staticmethod
    def _hosts():
        """What the hosts file says, without comments."""
        with open("/etc/hosts", encoding="utf-8") as f:
            return [line.partition("#")[0].split() for line in f]


def inside(options):
    cycle = Cycle(options)
    for pair in options.inside.split(","):
        print(json.dumps(cycle.run(*pair.split("@"))), flush=True)


def all_results(options):
    """Cycles in labs of their own and texts in this process, as they end."""
    import concurrent.futures as futures

    def one_lab(pairs):
        argv = [sys.executable, "-B", os.path.abspath(__file__), "--binary", options.binary, "--inside", ",".join(pairs)]
        child = subprocess.Popen([os.path.join(LAB, "enter"), *argv, *(["--show"] if options.show else [])], stdout=subprocess.PIPE, text=True)
        results = [json.loads(line) for line in child.stdout]
        code = child.wait()
        missing = pairs[len(results):]
        return results + [{"name": p, "problems": [f"the lab ended with {code} before this"], "seconds": 0} for p in missing]

    pairs = [f"{n}@{d}" for n, dialects in CYCLES.items() for d in dialects if not options.only or n in options.only]
    with futures.ThreadPoolExecutor(options.jobs) as pool, tempfile.TemporaryDirectory() as kept:
        for part in futures.as_completed([pool.submit(one_lab, pairs[i::options.jobs]) for i in range(options.jobs) if pairs[i::options.jobs]]):
            yield from part.result()
        if options.only:
            return
        if not options.reports:
            made = subprocess.run([sys.executable, "-B", os.path.join(HERE, "matrix.py"), "--binary", options.binary, "--jobs",
                                   str(options.jobs), "--reports", kept, "--only", *fix_texts.READ], stdout=subprocess.DEVNULL)
            if made.returncode != 0:
                print("(some of the scenarios were not as expected; program_* tests say which)")
        folder = options.reports or kept
        paths = sorted(os.path.join(folder, x) for x in os.listdir(folder) if x.endswith(".json"))
        if not options.reports and len(paths) != len(fix_texts.READ):
            yield {"name": "the reports", "problems": [f"{len(paths)} were written, not {len(fix_texts.READ)}"], "seconds": 0}
        yield from pool.map(lambda p: fix_texts.read_texts(options.binary, p), paths)


def main(argv):
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--binary", required=True)
    p.add_argument("--jobs", type=int, default=2)
    p.add_argument("--only", nargs="+", default=[])
    p.add_argument("--reports", help="read the texts of these reports")
    p.add_argument("--show", action="store_true", help="print each text that is applied")
    p.add_argument("--inside", help=argparse.SUPPRESS)
    options = p.parse_args(argv)
    if options.inside:
        inside(options)
        return 0
    started, passed, failed = time.monotonic(), 0, 0
    for result in all_results(options):
        passed, failed = (passed, failed + 1) if result["problems"] else (passed + 1, failed)
        if result["problems"]:
            print("\n     ".join([f"FAIL {result['name']}", *result["problems"]]), flush=True)
    print(f"in {time.monotonic() - started:.1f} s")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
