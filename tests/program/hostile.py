#!/usr/bin/python3
"""Servers that mean harm, each in another way, and one run that meets them all at once.

  tests/program/hostile.py VNETPROBE [--runs N] [UNITTEST ARGS...]

What the servers do is in tests/lab/vnetlab/hostile_*.py, under the names that are used here. A row says
what must come of it; that the run ends in its time, whole, without a crash, is asked of every run.
What surprises a newcomer: a server that is to be disbelieved says what is right (hostile_dns.py), so
`pass` in the place of `fail` means that it was believed. --runs is for what must not grow: 9 if not told.
"""
import json
import os
import re
import subprocess
import sys
import time
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import watch as watching  # noqa: E402
from vnet import Vnet, lab  # noqa: E402
from vnetlab import hostile_certificates, hostile_dns, hostile_doors, nameservers  # noqa: E402
from vnetlab.processes import Process, wait_for  # noqa: E402

BINARY = None
RUNS = 9
SCRATCH = "/run/vnetlab/hostile"
HEALTHY = "healthy-azure-dns-only"
DEADLINE = 15  # seconds: far over what a run takes, and under a sanitizer too
# A sanitizer must not look like "a finding": its own exit code.
SANITIZERS = {"ASAN_OPTIONS": "exitcode=99:detect_leaks=1", "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1:exitcode=99"}

# Names of one server, and whole servers, each with bad manners of its own. Of
# each what `dns.private` says, and the findings that cover it.
BROKEN, MISSING, STALE = ["dns.forwarder-broken"], ["dns.record-missing"], ["dns.record-stale"]
NAMES = {
    "wrong-id": ("fail", BROKEN),
    "wrong-question": ("fail", BROKEN),
    "wrong-source-port": ("fail", BROKEN),
    "spoofed-second-answer": ("pass", []),  # the first counts, and it was right
    "answer-for-another-name": ("fail", MISSING),
    "cname-loop": ("fail", BROKEN),
    "cname-chain-of-60": ("fail", BROKEN),
    "chain-split-over-answers": ("fail", ["dns.forwarder-wrong-zone"]),
    "compression-loop": ("fail", BROKEN),
    "pointer-forward": ("fail", BROKEN),
    "truncated-at-every-byte": ("fail", BROKEN),
    "class-ch": ("fail", MISSING),
    "ttl-2-31": ("pass", []),
    "edns-garbage": ("fail", BROKEN),
    "nsid-and-ede": ("pass", []),
    "noerror-with-nothing": ("fail", MISSING),
    "nxdomain-with-an-answer": ("fail", BROKEN),
    "servfail-then-right": ("pass", []),
    "refused-for-one-type": ("warn", []),  # what AAAA leads to is not known
    "bytes-outside-ldh": ("pass", []),
    "xn--mnchen-3ya": ("pass", []),  # IDNA
    "255-byte-name": ("pass", []),
    "aaaa-only": ("fail", STALE),
    "mapped-public": ("fail", STALE),  # IPv4 in AAAA, as the two after it
    "mapped-right": ("fail", STALE),
    "loopback": ("fail", STALE),
    "loopback-v6": ("fail", STALE),
    "multicast": ("fail", STALE),
    "zeros": ("fail", STALE),
    "link-local": ("fail", STALE),
    "link-local-v6": ("fail", STALE),
    "right": ("pass", []),  # the neighbour of all of them
}
# Where two things race, either is the truth: the answer and the end of the time, the reset and the sight of
# the connection.
EITHER = {"slow-by-the-time-out": [("pass", []), ("fail", BROKEN)],
          "rst-on-accept": [("pass fail skip", ["tls.cut"]), ("fail skip skip", ["net.refused"])]}
TCP_BLOCKED, UNSTABLE, UNREACHABLE = ["dns.resolver-tcp-blocked"], ["dns.unstable"], ["dns.resolver-unreachable"]
SERVERS = {
    "tc-over-tcp-too": ("fail", TCP_BLOCKED),  # no answer of it is whole
    "tcp-half-a-length-prefix": ("fail", TCP_BLOCKED),
    "tcp-one-byte-a-second": ("fail", TCP_BLOCKED),
    "64-kib-answer": ("pass", []),
    "thousands-of-addresses": ("fail", STALE),
    "edns-refused": ("pass", []),
    "edns-refused-by-a-header": ("pass", []),
    "right-over-udp-wrong-over-tcp": ("fail", ["dns.record-hidden-by-fallback"]),
    "different-at-each-question": ("pass", UNSTABLE),
    "dns-rebinding": ("pass", UNSTABLE),
    "silent-after-5": ("pass", UNSTABLE),
    "port-closed-after-the-first": ("warn", UNSTABLE),
    "icmp-unreachable": ("fail", UNREACHABLE),
}

# Doors: what net.connect, tls.handshake and service.answer say, and the finding that covers the three.
CUT, SILENT, NOT_TLS = ["tls.cut"], ["tls.silent"], ["tls.not-tls"]
NO_ANSWER, NOT_IT, NOT_TRUSTED = ["service.silent"], ["service.unexpected"], ["tls.intercepted"]
FINE = ("pass pass pass", [])


def broken(code):
    return ("pass fail skip", code)


def unanswered(code):
    return ("pass pass fail", code)


DOORS = {
    "accept-and-silence": broken(SILENT),
    "rst-after-hello": broken(CUT),
    "rst-in-the-handshake": broken(CUT),
    "rst-after-the-handshake": unanswered(NO_ANSWER),
    "rst-after-the-request": unanswered(NO_ANSWER),
    "rst-in-the-headers": unanswered(NO_ANSWER),
    "rst-in-the-body": FINE,  # a head that is whole decides (contract 5), here and below
    **{f"alert-{number}": broken(["tls.too-old"] if number == 70 else CUT) for number in hostile_doors.ALERTS},
    "endless-handshake": broken(CUT),  # by us
    "endless-handshake-message": broken(CUT),
    "endless-warnings": broken(CUT),
    "handshake-one-byte-a-second": broken(SILENT),
    "chain-of-200": broken(NOT_TRUSTED),
    "names-of-16-kib": FINE,
    "expired-leaf": broken(["tls.expired"]),
    "expired-intermediate": broken(["tls.expired"]),
    "expired-root": broken(["tls.expired"]),
    "wrong-key-usage": broken(NOT_TRUSTED),
    "sha-1": broken(NOT_TRUSTED),
    "self-signed": broken(NOT_TRUSTED),
    "client-certificate": unanswered(NO_ANSWER),  # TLS 1.3 says so after the handshake
    "client-certificate-tls12": broken(CUT),
    "downgrade": broken(["tls.too-old"]),
    "plain-http": broken(NOT_TLS),
    "ssh-banner": broken(NOT_TLS),
    "no-answer": unanswered(NO_ANSWER),
    "endless-headers": unanswered(NOT_IT),
    "endless-header": unanswered(NOT_IT),
    "endless-body": FINE,
    "one-byte-a-second": unanswered(NO_ANSWER),
    "gzip-bomb": FINE,
    "length-too-long": FINE,
    "length-too-short": FINE,
    "length-negative": unanswered(NOT_IT),
    "two-lengths": unanswered(NOT_IT),  # RFC 9112 section 6.3
    "chunked-garbage": FINE,
    "chunk-of-16-eib": FINE,
    "100-continue-for-ever": unanswered(NOT_IT),
    "redirect-to-metadata": unanswered(NOT_IT),
    "redirect-to-a-file": unanswered(NOT_IT),
    "redirect-to-itself": unanswered(NOT_IT),
    "location-with-credentials": unanswered(NOT_IT),
    "http2-only": unanswered(NOT_IT),
    "http-0-9": unanswered(NOT_IT),
    "status-of-no-number": unanswered(NOT_IT),
    "cookies": FINE,
    "right": FINE,  # the neighbour of all of them
}
# Proxies, of which the sign-in hosts are asked: what entra.signin says, and the findings.
DENIED, UNREACHED = ("fail", {"entra.unexpected-answer"}), ("fail", {"entra.unreachable"})
PROXIES = {
    "proxy-none": UNREACHED,  # nobody listens
    "proxy-silent": UNREACHED,
    "proxy-407": DENIED,
    "proxy-407-endless-headers": UNREACHED,
    "proxy-407-endless-body": DENIED,
    "proxy-407-endless-chunks": DENIED,
    "proxy-connect-refused": DENIED,
    "proxy-connect-then-silence": UNREACHED,
    "proxy-connect-then-garbage": ("fail", {"tls.not-tls"}),
    "proxy-connect-then-rst": UNREACHED,
    "proxy-100-for-ever": UNREACHED,
    "proxy-redirects": DENIED,
    "proxy-http-0-9": UNREACHED,
    "proxy-one-byte-a-second": UNREACHED,
}
# What the environment says of proxies; nobody listens at NOWHERE.
NOWHERE = "10.1.7.200"
ENVIRONMENTS = {
    "PAC variable": ({"auto_proxy": f"http://{NOWHERE}/proxy.pac"}, ("pass", set())),  # no program reads it
    "PAC in https_proxy": ({"https_proxy": f"pac+http://{NOWHERE}/proxy.pac"}, UNREACHED),
    "no_proxy is not there": ({"https_proxy": f"http://{NOWHERE}:3128"}, UNREACHED),
    "no_proxy of others": ({"https_proxy": f"http://{NOWHERE}:3128", "no_proxy": "example.com,20.190.0.0/16"}, UNREACHED),
    "no_proxy, a star": ({"https_proxy": f"http://{NOWHERE}:3128", "no_proxy": "*"}, ("pass", set())),
    "no_proxy by suffix": ({"https_proxy": f"http://{NOWHERE}:3128", "NO_PROXY": ".microsoftonline.com, Microsoft.com:443,*.windows.net"},
                           ("pass", set())),
}
HOST = "{}.blob.core.windows.net".format


def write_plan(**plan):
    """JSON is YAML."""
    path = os.path.join(SCRATCH, "plan.yaml")
    with open(path, "w", encoding="utf-8") as f:
        json.dump({"version": 1, "vnet": ["10.1.0.0/16"], "entra": False, **plan}, f)
    return path


def serve(name, doors, at_the_end):
    path = os.path.join(SCRATCH, f"{name}.json")
    with open(path, "w", encoding="utf-8") as f:
        json.dump(doors, f)
    process = Process(name, [sys.executable, "-W", "ignore", "-m", "vnetlab.hostile_doors", path], cwd=lab.HERE)
    at_the_end(process.stop)
    wait_for(lambda: os.path.exists(path + ".ready"), process)


class Meeting(unittest.TestCase):
    """One run, and what holds of every one."""

    def run_all(self, plan, *options, code=1, anchors=None, **environment):
        vnet = Vnet.lab
        argv = [BINARY, "run", "-p", plan, "--ca-file", anchors or vnet.certificates.ca_file, "-f", "json",
                "--deadline", str(DEADLINE), *(options if "--timeout" in options else ["--timeout", "1", *options])]
        began = time.monotonic()
        ended = subprocess.run(vnet.command(argv), env=vnet.environment(**SANITIZERS, **environment), capture_output=True, text=True,
                               timeout=90, stdin=subprocess.DEVNULL)
        took = time.monotonic() - began
        self.assertEqual((ended.returncode, ended.stderr), (code, ""))
        report = json.loads(ended.stdout)
        self.assertTrue(report["run"]["complete"], report["run"])
        self.assertLess(took, DEADLINE)
        self.judge_again(ended.stdout, report)
        return report

    def judge_again(self, text, report):
        """What it saved says the same, and no format of it carries what a stranger wrote to a terminal or a page."""
        for form in ("human", "html", "json"):
            again = subprocess.run([BINARY, "judge", "-", "-f", form], input=text, capture_output=True, text=True, timeout=60)
            self.assertEqual(again.stderr, "")
            self.assertIsNone(re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]|<script>alert", again.stdout), form)
        self.assertEqual(json.loads(again.stdout)["findings"], report["findings"])

    def does_not_grow(self, plan):
        """The same again and again in one process: descriptors and threads end where they began, and memory where
        no sanitizer keeps what was freed."""
        def seen(child):
            with open(f"/proc/{child.pid}/status", encoding="ascii") as f:
                resident = next(int(line.split()[1]) for line in f if line.startswith("VmRSS:"))
            return resident, len(os.listdir(f"/proc/{child.pid}/fd")), len(os.listdir(f"/proc/{child.pid}/task"))

        with watching.Watch("--timeout", "0.4", plan=plan, every=0.1, **SANITIZERS) as watch:
            looks = []
            for number in range(1, RUNS + 1):
                # Looked at before it is asked, or the descriptor of the asking would be counted; and the least of
                # a run is what stands between two of them.
                between = []
                watching.until(lambda: between.append(seen(watch.child)) or watching.runs() >= number, 60)
                looks.append(tuple(map(min, zip(*between))))
            third = RUNS // 3  # what is opened once and kept, and the heap's own pieces, are there after the first
            first, last = [tuple(map(min, zip(*part))) for part in (looks[third:2 * third], looks[-third:])]
            print(f"growth: {RUNS} runs, (KiB, descriptors, threads) {first}, at the end {last}", flush=True)
            self.assertLessEqual(last[1:], first[1:])
            if RUNS >= 50 and "libasan" not in subprocess.run(["ldd", BINARY], capture_output=True, text=True).stdout:
                self.assertLess(last[0], 1.1 * first[0])

    def compare(self, found, expected):
        """Every server that there is has its row, and every row its server."""
        for name in set(EITHER) & set(found):
            self.assertIn(found.pop(name), EITHER[name])
        self.assertEqual({name: pair for name, pair in found.items() if expected.get(name) != pair}, {})
        self.assertEqual(set(found), set(expected))


class Dns(Meeting):
    @classmethod
    def setUpClass(cls):
        cls.servers = {manner: f"10.1.0.{100 + i}" for i, manner in enumerate(hostile_dns.SERVERS)}
        cls.of_names, unreachable = "10.1.0.53", "10.1.0.90"
        listening = [cls.of_names, *cls.servers.values()]
        Vnet.of(HEALTHY, doors={a: {"is": "none"} for a in [*listening, unreachable]}, net={"unreachable": [unreachable]})
        words = [cls.of_names, *(f"{address}={manner}" for manner, address in cls.servers.items())]
        process = Process("hostile-dns", [sys.executable, "-m", "vnetlab.hostile_dns", *words], cwd=lab.HERE)
        cls.addClassCleanup(process.stop)
        for address in listening:
            wait_for(nameservers._answers(address), process)
        cls.servers["icmp-unreachable"] = unreachable

    def test_a_server_that_is_hostile_by_name(self):
        plan = write_plan(resolvers=[{"name": "hostile", "address": self.of_names}],
                          endpoints=[{"fqdn": HOST(label), "ip": "10.1.3.5"} for label in hostile_dns.MANNERS])
        report = self.run_all(plan)
        status = {c["target"]: c["status"] for c in report["checks"] if c["kind"] == "dns.private"}
        found = {label: (status[HOST(label)], [f["code"] for f in report["findings"] if HOST(label) in f["targets"]])
                 for label in hostile_dns.MANNERS}
        self.compare(found, NAMES)
        # Nobody is sent to where no endpoint can be.
        self.assertEqual({c["id"].rpartition("@")[2] for c in report["checks"] if c["kind"] == "net.connect" and c["status"] != "skip"},
                         {"10.1.3.5"})

    def test_servers_that_are_hostile_as_a_whole(self):
        plan = write_plan(resolvers=[{"name": manner, "address": address} for manner, address in self.servers.items()],
                          endpoints=[{"fqdn": "victim.blob.core.windows.net", "ip": "10.1.3.5"}])
        report = self.run_all(plan)
        status = {c["view"]: c["status"] for c in report["checks"] if c["kind"] == "dns.private"}
        self.compare({manner: (status[manner], [f["code"] for f in report["findings"] if manner in f["views"]]) for manner in self.servers},
                     SERVERS)

    def test_nothing_grows(self):
        self.does_not_grow(write_plan(resolvers=[{"name": "hostile", "address": self.of_names}],
                                      endpoints=[{"fqdn": HOST(label), "ip": "10.1.3.5"} for label in hostile_dns.MANNERS]))

    def test_an_answer_sends_nobody_to_thousands_of_doors(self):
        plan = write_plan(resolvers=[{"name": "hostile", "address": self.servers["thousands-of-addresses"]}],
                          endpoints=[{"fqdn": "untold.blob.core.windows.net"}])  # any address of the vnet is right
        report = self.run_all(plan)
        status = [c["status"] for c in report["checks"] if c["kind"] == "net.connect"]
        self.assertEqual(len([s for s in status if s != "unknown"]), 32)
        self.assertIn("unknown", status)
        self.assertLess(len(json.dumps(report["findings"])), 100000)


class Doors(Meeting):
    @classmethod
    def setUpClass(cls):
        cls.addresses = {manner: f"10.1.6.{i + 1}" for i, manner in enumerate(hostile_doors.MANNERS)}
        accounts = {manner: {"stamp": "db4prdstr22a", "pe": True, "services": ["blob"]} for manner in cls.addresses}
        vnet = Vnet.of(HEALTHY, doors={a: {"is": "none"} for a in cls.addresses.values()}, storage_accounts=accounts,
                       private_zones={hostile_dns.ZONE: cls.addresses})
        cls.made = hostile_certificates.HostileCertificates(vnet.certificates.right, ["*.blob.core.windows.net"], os.path.join(SCRATCH, "tls"))
        floods = [m for m in cls.addresses if re.search("endless|for-ever|bomb", m)]
        # Those that send without end are a process of their own: they would hold the others up.
        for name, manners in (("floods", floods), ("others", [m for m in cls.addresses if m not in floods])):
            serve(name, [{"address": cls.addresses[m], "manner": m, "pem": cls.made.paths.get(m, cls.made.paths["right"])} for m in manners],
                  cls.addClassCleanup)

    def test_doors_that_are_hostile(self):
        plan = write_plan(resolvers=[{"name": "azure", "address": "168.63.129.16"}],
                          endpoints=[{"fqdn": HOST(m), "ip": a} for m, a in self.addresses.items()])
        report = self.run_all(plan, "--timeout", "2", anchors=self.made.ca_file)
        found = {}
        for manner in self.addresses:
            status = {c["kind"]: c["status"] for c in report["checks"] if c["target"] == HOST(manner) + ":443"}
            found[manner] = (f"{status['net.connect']} {status['tls.handshake']} {status['service.answer']}",
                             [f["code"] for f in report["findings"] if HOST(manner) in f["targets"]])
        self.compare(found, DOORS)
        because = {f["targets"][0]: f["because"] for f in report["findings"] if f["code"] == "tls.expired"}
        self.assertIn("the certificate of CN=expired-intermediate CA is valid from", because[HOST("expired-intermediate")])
        self.assertIn("rests on a certificate which it does not send", because[HOST("expired-root")])
        self.assertFalse("c4nary" in json.dumps(report))  # what was planted in cookies and a Location
        self.assertLess(max(len(json.dumps(c)) for c in report["checks"]), 100000)  # a head may have 64 KiB

    def test_nothing_grows(self):
        self.does_not_grow(write_plan(resolvers=[{"name": "azure", "address": "168.63.129.16"}],
                                      endpoints=[{"fqdn": HOST(m), "ip": a} for m, a in self.addresses.items()]))


class Proxies(Meeting):
    """A run has one proxy: the runs are side by side."""

    def test_proxies_that_are_hostile(self):
        addresses = {manner: f"10.1.7.{i + 1}" for i, manner in enumerate(hostile_doors.PROXIES)}
        vnet = Vnet.of(HEALTHY, doors={a: {"is": "none"} for a in [*addresses.values(), NOWHERE]})
        serve("proxies", [{"address": a, "manner": m, "pem": ""} for m, a in addresses.items()], self.addCleanup)
        plan = write_plan(resolvers=[{"name": "azure", "address": "168.63.129.16"}], entra={"tenant": "contoso.onmicrosoft.com"})
        addresses["proxy-none"] = NOWHERE
        rows = {manner: (["--proxy", f"http://{address}:3128"], {}, PROXIES[manner]) for manner, address in addresses.items()}
        rows.update({name: ([], environment, expected) for name, (environment, expected) in ENVIRONMENTS.items()})
        self.assertEqual(set(addresses), set(PROXIES))
        began, running, found = time.monotonic(), {}, {}
        for name, (options, environment, _) in rows.items():
            argv = [BINARY, "run", "-p", plan, "--ca-file", vnet.certificates.ca_file, "-f", "json", "--timeout", "2", "--deadline", str(DEADLINE)]
            running[name] = subprocess.Popen(vnet.command([*argv, *options]), env=vnet.environment(**SANITIZERS, **environment), text=True,
                                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        for name, child in running.items():
            text, said = child.communicate(timeout=60)
            report = json.loads(text)
            self.assertEqual((said, report["run"]["complete"]), ("", True), name)
            status = {c["status"] for c in report["checks"] if c["kind"] == "entra.signin"}
            found[name] = (" ".join(status), {f["code"] for f in report["findings"]})
            self.assertEqual(child.returncode, 1 if "fail" in status else 0, name)
        self.assertLess(time.monotonic() - began, 2 * DEADLINE)
        self.compare(found, {name: expected for name, (_, _, expected) in rows.items()})


if __name__ == "__main__":
    if len(sys.argv) < 2:
        print(__doc__.strip(), file=sys.stderr)
        sys.exit(2)
    BINARY = os.path.abspath(sys.argv[1])
    lab.enter([os.path.abspath(__file__), BINARY, *sys.argv[2:]])
    for folder in (SCRATCH, watching.SCRATCH):
        os.makedirs(folder, exist_ok=True)
    watching.BINARY = BINARY
    rest = sys.argv[2:]
    if "--runs" in rest:
        at = rest.index("--runs")
        RUNS = int(rest[at + 1])
        del rest[at:at + 2]
    unittest.main(argv=[sys.argv[0], *rest], warnings="ignore")  # SHA-1 is what a row is about
