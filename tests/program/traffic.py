#!/usr/bin/python3
"""What leaves the machine, what is left on it, and what listens: the kernel's own books are looked at, so
that nothing rests on what the program says of itself.

  tests/program/traffic.py VNETPROBE [UNITTEST ARGS...]
"""
import json
import os
import signal
import subprocess
import sys
import time
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from vnet import Vnet, lab  # noqa: E402

BINARY = None
SCRATCH = "/run/vnetlab/traffic"
GOLDEN = os.path.join(HERE, "..", "golden", "reports")
PLAN = """version: 1
name: traffic
vnet: [10.1.0.0/16]
resolvers:
  - {name: azure, address: 168.63.129.16}
  - {name: system}
storage_accounts:
  - {name: mystorage01, services: [blob], ip: 10.1.3.5}
"""
# Who is to hear from this plan, and nobody else: its resolver, its account by the private and by the
# public way, and the hosts of sign-in.
HEARS = {("168.63.129.16", 17, 53), ("168.63.129.16", 6, 53), ("10.1.3.5", 6, 443), ("20.60.1.1", 6, 443),
         ("20.190.151.6", 6, 443), ("20.190.151.7", 6, 443)}
RULES = """
add table inet books
delete table inet books
table inet books {
  set heard { typeof ip daddr . meta l4proto . th dport; flags dynamic; size 4096; }
  counter others {}
  chain sent {
    type filter hook output priority 0;
    oif lo accept
    meta nfproto ipv6 meta l4proto ipv6-icmp accept comment "the kernel's own"
    meta nfproto ipv4 meta l4proto { tcp, udp } update @heard { ip daddr . meta l4proto . th dport } accept
    counter name others
  }
}
"""
PROTOCOLS = {"tcp": 6, "udp": 17}


class Books:
    """What was sent from the machine since they were opened."""

    def __init__(self):
        Vnet.lab.run(["nft", "-f", "-"], input=RULES, text=True, check=True)

    def heard(self):
        said = Vnet.lab.run(["nft", "-j", "list", "table", "inet", "books"], capture_output=True, text=True, check=True).stdout
        found, others = set(), 0
        for each in json.loads(said)["nftables"]:
            for element in each.get("set", {}).get("elem", []):
                element = element.get("elem", {}).get("val", element) if isinstance(element, dict) and "elem" in element else element
                address, protocol, port = element["concat"]
                found.add((address, PROTOCOLS.get(protocol, protocol), port))
            others += each.get("counter", {}).get("packets", 0)
        return found, others


def command(verb, *options, timeout=1):
    return Vnet.lab.command([BINARY, verb, "-p", f"{SCRATCH}/plan.yaml", "--ca-file", Vnet.lab.certificates.ca_file, "--timeout", str(timeout),
                             *options])


def listeners(pid):
    """Sockets of this process that wait for somebody, TCP or UDP."""
    said = Vnet.lab.run(["ss", "-Hlntup"], capture_output=True, text=True, check=True).stdout
    return [line.split()[4] for line in said.splitlines() if f"pid={pid}," in line]


class Sent(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        Vnet.of("healthy-azure-dns-and-system")

    def test_a_run_speaks_to_those_of_its_plan_and_to_nobody_else(self):
        books = Books()
        ended = subprocess.run(command("run", "-f", "json"), env=Vnet.lab.environment(), capture_output=True, text=True, timeout=60)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        heard, others = books.heard()
        # TCP to the resolver is asked now and then, and not of every resolver.
        self.assertEqual((heard | {("168.63.129.16", 6, 53)}, others), (HEARS, 0))

    def test_a_proxy_of_the_environment_is_not_asked_for_private_names(self):
        books = Books()
        proxy = "http://10.1.0.99:3128"
        environment = Vnet.lab.environment(https_proxy=proxy, HTTPS_PROXY=proxy, http_proxy=proxy, ALL_PROXY=proxy)
        report = json.loads(subprocess.run(command("run", "-f", "json"), env=environment, capture_output=True, text=True, timeout=60).stdout)
        heard, others = books.heard()
        self.assertEqual(({each for each in heard if each[0].startswith(("10.", "20.60."))}, others),
                         ({("10.1.3.5", 6, 443), ("20.60.1.1", 6, 443), ("10.1.0.99", 6, 3128)}, 0))
        states = {c["kind"]: c["status"] for c in report["checks"] if c["kind"] in ("service.answer", "public.refused")}
        self.assertEqual(states, {"service.answer": "pass", "public.refused": "pass"})

    def test_what_is_offline_sends_nothing(self):
        books = Books()
        report = os.path.join(GOLDEN, "several-findings.json")
        for words in (["plan", "-p", f"{SCRATCH}/plan.yaml"], ["plan", "-p", f"{SCRATCH}/plan.yaml", "--as", "firewall"],
                      ["plan", "--check", "-p", f"{SCRATCH}/plan.yaml"], ["judge", report], ["fix", report], ["merge", report, report],
                      ["diff", os.path.join(GOLDEN, "healthy.json"), report], ["explain", "dns.zone-not-linked"], ["list", "checks"], ["--version"]):
            ended = Vnet.lab.run([BINARY, *words], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
            self.assertIn(ended.returncode, (0, 1), (words, ended.stderr))
        self.assertEqual(books.heard(), (set(), 0))


class Left(unittest.TestCase):
    def test_a_run_writes_what_it_is_told_to_and_nothing_else(self):
        """No cache, no state, no log: wherever a program may write is empty afterwards."""
        Vnet.of("healthy-azure-dns-and-system")
        home = f"{SCRATCH}/home"
        os.makedirs(home)
        places = {name: f"{home}/{name}" for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")}
        for place in places.values():
            os.makedirs(place)
        # Where anybody may write is empty, unless the program itself lives there; the rest is read-only.
        everybodys = [place for place in ("/tmp", "/var/tmp", "/dev/shm") if not BINARY.startswith(place + "/")]
        mounts = "; ".join(f"mount -t tmpfs tmpfs {place}" for place in everybodys)
        wrap = ["unshare", "-m", "sh", "-euc", f"""
{mounts}
mount --bind {home} {home}
mount -o remount,bind,ro /
cd {home}/HOME
"$@" -o json={home}/report.json || exit $?
find {' '.join(everybodys)} -mindepth 1""", "sh"]
        argv = command("run", "-q")
        at = argv.index(BINARY)
        ended = subprocess.run([*argv[:at], *wrap, *argv[at:]], env=Vnet.lab.environment(**places, GCOV_PREFIX="/dev/null"), capture_output=True, text=True,
                               timeout=60)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertEqual([line for line in ended.stdout.splitlines() if line.startswith("/")], [])
        left = [os.path.join(folder, name) for folder, _, names in os.walk(home) for name in names]
        self.assertEqual(left, [f"{home}/report.json"])


class Listens(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        Vnet.of("healthy-azure-dns-and-system", net={"drop": ["10.1.3.5:443"]})

    def listening(self, verb, *options):
        """Where it listens while its run waits for a connection that is dropped."""
        child = subprocess.Popen(command(verb, *options, timeout=30), env=Vnet.lab.environment(), stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            until = time.monotonic() + 30
            while "10.1.3.5:443" not in Vnet.lab.run(["ss", "-Htn", "state", "syn-sent"], capture_output=True, text=True).stdout:
                self.assertLess(time.monotonic(), until, "the connection was never begun")
                self.assertIsNone(child.poll())
            return listeners(child.pid)
        finally:
            child.send_signal(signal.SIGTERM)
            child.wait(timeout=20)

    def test_a_run_nowhere(self):
        self.assertEqual(self.listening("run"), [])

    def test_a_watch_on_loopback_unless_told_otherwise(self):
        self.assertEqual(self.listening("watch"), ["127.0.0.1:9925"])
        self.assertEqual(self.listening("watch", "--listen", "10.1.0.10:9926"), ["10.1.0.10:9926"])


if __name__ == "__main__":
    if len(sys.argv) < 2:
        print(__doc__.strip(), file=sys.stderr)
        sys.exit(2)
    BINARY = os.path.abspath(sys.argv[1])
    lab.enter([os.path.abspath(__file__), BINARY, *sys.argv[2:]])
    os.makedirs(SCRATCH, exist_ok=True)
    with open(f"{SCRATCH}/plan.yaml", "w", encoding="utf-8") as f:
        f.write(PLAN)
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
