#!/usr/bin/python3
"""`watch` in the lab: what it serves, what a Prometheus makes of it, faults that come and go, plans that are
read again, clients that mean no good, and whether it can go on for ever.

  tests/program/watch.py VNETPROBE [--runs N] [UNITTEST ARGS...]

--runs is for the endurance test: 2,000 if not told, of the release build (tests/run); 20,000 in
tests/long. Memory is judged where no sanitizer is.
"""
import ctypes
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import unittest
import urllib.parse

from prometheus_client.openmetrics import parser as openmetrics
from prometheus_client import parser as prometheus

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
sys.path.insert(0, HERE)
from vnet import Vnet, lab  # noqa: E402

BINARY = None
RUNS = 2000
SCRATCH = "/run/vnetlab/watch"
FAULT, HEALTHY = "blob-zone-not-linked", "healthy-azure-dns-only"
ADDRESS = ("127.0.0.1", 9925)


def until(what, seconds=30):
    """What `what` gives, as soon as that is something."""
    end = time.monotonic() + seconds
    while True:
        given = what()
        if given:
            return given
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def connect(address=ADDRESS):
    """A connection as from the machine itself: a socket stays in the network namespace that it was made in."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/self/ns/net", "rb") as ours, open(f"/proc/{Vnet.lab.network.vm.pid}/ns/net", "rb") as machine:
        assert libc.setns(machine.fileno(), 0) == 0, os.strerror(ctypes.get_errno())
        try:
            return socket.create_connection(address, timeout=20)
        finally:
            assert libc.setns(ours.fileno(), 0) == 0


def http_to(address):
    connection = http.client.HTTPConnection(*address, timeout=20)
    connection.sock = connect(address)
    return connection


class Answer:
    def __init__(self, method, path, headers):
        connection = http_to(ADDRESS)
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            self.status, self.headers = answer.status, answer.headers
            self.text = answer.read().decode()
        finally:
            connection.close()


def get(path, method="GET", **headers):
    return Answer(method, path, headers)


class Watch:
    """The program while it watches. Ends it with SIGTERM, and that must be its end."""

    def __init__(self, *options, plan=None, every=0.3, **environment):
        vnet = Vnet.lab
        argv = [BINARY, "watch", "-p", plan or vnet.plan, "--ca-file", vnet.certificates.ca_file, "--every", str(every), *options]
        self.errors = open(os.path.join(SCRATCH, "errors"), "w+", encoding="utf-8")
        self.child = subprocess.Popen(vnet.command(argv), env=vnet.environment(**environment), stdout=subprocess.DEVNULL,
                                      stderr=self.errors, stdin=subprocess.DEVNULL)

    def __enter__(self):
        try:
            until(self.answers)
        except BaseException:
            self.child.kill()
            self.child.wait()
            raise
        return self

    def answers(self):
        assert self.child.poll() is None, self.said()
        try:
            return get("/healthz").status == 200
        except OSError:
            return False

    def __exit__(self, kind, *_):
        self.child.terminate()
        try:
            code = self.child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.child.kill()
            raise
        said = self.said()
        self.errors.close()
        if kind is None:
            assert code == 0 and "Sanitizer" not in said, (code, said)

    def said(self):
        self.errors.seek(0)
        return self.errors.read()


def samples():
    """(name, labels) -> value of every sample."""
    found = {}
    for family in prometheus.text_string_to_metric_families(get("/metrics").text):
        for sample in family.samples:
            found[(sample.name, tuple(sorted(sample.labels.items())))] = sample.value
    return found


def sample(name, **labels):
    """The sum of the samples of this name that have these labels."""
    return sum(value for (each, has), value in samples().items() if each == name and labels.items() <= dict(has).items())


def runs():
    return sample("vnetprobe_watch_runs_total")


def after_a_run():
    """When a run that began after now is over."""
    seen = runs()
    until(lambda: runs() >= seen + 2)


class Pages(unittest.TestCase):
    def test_what_is_served(self):
        Vnet.of(HEALTHY)
        with Watch():
            until(runs)
            page, report = get("/"), get("/report.json?x=y")
            self.assertEqual((page.status, report.status), (200, 200))
            self.assertEqual(page.headers["Content-Type"], "text/html; charset=utf-8")
            # It renews itself, unless somebody reads in it.
            held = get("/hold")
            self.assertGreater(int(page.headers["Refresh"]), 0)
            self.assertIn('<a href="hold">', page.text)
            self.assertEqual((held.status, held.headers["Refresh"]), (200, None))
            self.assertIn("<!DOCTYPE html>", held.text)
            self.assertEqual(json.loads(report.text)["verdict"], "pass")
            after_a_run()
            self.assertIn("Since the run before", get("/").text)
            for answer in (page, report, get("/metrics"), get("/healthz"), get("/nothing"), get("/", "POST")):
                self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
                self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
            head = get("/report.json", "HEAD")
            self.assertEqual((head.status, head.text), (200, ""))
            self.assertGreater(int(head.headers["Content-Length"]), 10000)
            self.assertEqual(get("/nothing").status, 404)
            for method in ("POST", "PUT", "DELETE", "OPTIONS", "BREW"):
                refused = get("/", method)
                self.assertEqual((refused.status, refused.headers["Allow"]), (405, "GET, HEAD"), method)

    def test_numbers_in_both_formats(self):
        Vnet.of(HEALTHY)
        with Watch():
            until(runs)
            plain = get("/metrics", Accept="text/plain")
            self.assertEqual(plain.headers["Content-Type"], "text/plain; version=0.0.4; charset=utf-8")
            checked = subprocess.run(["promtool", "check", "metrics"], input=plain.text, capture_output=True, text=True)
            self.assertEqual((checked.returncode, checked.stderr), (0, ""), plain.text[-2000:])
            opened = get("/metrics", Accept="application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
            self.assertEqual(opened.headers["Content-Type"], "application/openmetrics-text; version=1.0.0; charset=utf-8")
            families = {family.name: family for family in openmetrics.text_string_to_metric_families(opened.text)}
            self.assertEqual(families["vnetprobe_watch_runs"].type, "counter")
            self.assertEqual(families["vnetprobe_verdict"].type, "gauge")
            # What the kernel says of the process is what it says of itself.
            with open("/proc/uptime", encoding="ascii") as f:
                boot = time.time() - float(f.read().split()[0])
            self.assertGreater(sample("process_start_time_seconds"), boot)
            self.assertLess(abs(sample("process_start_time_seconds") - time.time()), 60)
            self.assertGreater(sample("process_resident_memory_bytes"), 5e6)

    def test_only_one_can_have_the_port(self):
        Vnet.of(HEALTHY)
        with Watch():
            second = Vnet.lab.run([BINARY, "watch", "-p", Vnet.lab.plan], capture_output=True, text=True, timeout=20)
            self.assertEqual(second.returncode, 1)
            self.assertIn("127.0.0.1:9925: Address already in use", second.stderr)

    def test_wrong_usage(self):
        Vnet.of(HEALTHY)
        for words in (["--listen", "nowhere"], ["--every", "0"], ["-f", "poem"], ["--only", "no.such/*"]):
            ended = Vnet.lab.run([BINARY, "watch", "-p", Vnet.lab.plan, *words], capture_output=True, text=True, timeout=20)
            self.assertEqual(ended.returncode, 2, (words, ended.stderr))


class Changes(unittest.TestCase):
    def test_a_fault_comes_and_goes(self):
        Vnet.of(HEALTHY)
        with Watch():
            until(lambda: sample("vnetprobe_verdict", verdict="pass"))
            Vnet.of(FAULT)  # somebody takes the link of a zone away
            until(lambda: sample("vnetprobe_finding", code="dns.zone-not-linked", subject="privatelink.blob.core.windows.net"))
            page = get("/").text
            self.assertIn("dns.zone-not-linked", page)
            self.assertEqual(json.loads(get("/report.json").text)["verdict"], "fail")
            self.assertEqual(get("/healthz").status, 200, "the watch itself is well")
            Vnet.of(HEALTHY, net={"drop": ["10.1.3.5:443"]})
            until(lambda: sample("vnetprobe_finding", code="net.timeout"))
            self.assertFalse(sample("vnetprobe_finding", code="dns.zone-not-linked"))
            Vnet.of(HEALTHY)
            until(lambda: sample("vnetprobe_verdict", verdict="pass"))

    def test_the_page_says_what_changed(self):
        Vnet.of(HEALTHY)
        # So seldom that the page of the change is still there when it is looked at; SIGHUP runs at once.
        with Watch(every=60) as watch:
            until(runs)
            Vnet.of(FAULT)
            watch.child.send_signal(signal.SIGHUP)
            until(lambda: runs() == 2)
            changes = re.search(r'<section id="changes".*?</section>', get("/").text, re.S).group()
            self.assertIn("verdict: fail, was pass", changes)
            self.assertIn("new: dns.zone-not-linked privatelink.blob.core.windows.net", changes)

    def test_the_plan_is_read_again(self):
        Vnet.of(HEALTHY)
        with open(Vnet.lab.plan, encoding="utf-8") as f:
            text = f.read()
        path = os.path.join(SCRATCH, "plan.yaml")
        name = re.search(r"^name: *(.*)$", text, re.M).group(1).strip("'\"")

        def write(new):
            with open(path, "w", encoding="utf-8") as f:
                f.write(new)

        write(text)
        with Watch(plan=path) as watch:
            until(lambda: sample("vnetprobe_verdict", plan=name, verdict="pass"))
            write(text.replace(name, "another-name"))
            watch.child.send_signal(signal.SIGHUP)
            until(lambda: sample("vnetprobe_verdict", plan="another-name", verdict="pass"))
            self.assertEqual(sample("vnetprobe_watch_plan_reloads_total", result="taken"), 1)
            self.assertEqual(sample("vnetprobe_watch_plan_last_reload_successful"), 1)
            write("version: 1\nvautls: []\n")
            watch.child.send_signal(signal.SIGHUP)
            until(lambda: sample("vnetprobe_watch_plan_reloads_total", result="refused"))
            self.assertEqual(sample("vnetprobe_watch_plan_last_reload_successful"), 0)
            after_a_run()
            self.assertEqual(sample("vnetprobe_verdict", plan="another-name", verdict="pass"), 1)
            self.assertIn(f"{path}:2:1: ", watch.said())
            write(text)
            watch.child.send_signal(signal.SIGHUP)
            until(lambda: sample("vnetprobe_verdict", plan=name, verdict="pass"))
            self.assertEqual(sample("vnetprobe_watch_plan_last_reload_successful"), 1)

    def test_a_signal_ends_a_run_that_waits(self):
        vnet = Vnet.of(HEALTHY, net={"drop": ["10.1.3.5:443"]})
        for number in (signal.SIGINT, signal.SIGTERM):
            with Watch("--timeout", "30") as watch:
                until(lambda: "10.1.3.5:443" in vnet.run(["ss", "-Htn", "state", "syn-sent"], capture_output=True, text=True).stdout)
                self.assertEqual(get("/").status, 503, "there is no report yet")
                self.assertEqual(get("/report.json").headers["Retry-After"], "5")
                self.assertIn("vnetprobe_watch_runs_total", get("/metrics").text)
                began = time.monotonic()
                watch.child.send_signal(number)
                self.assertEqual(watch.child.wait(timeout=20), 0)
                self.assertLess(time.monotonic() - began, 5)


class Clients(unittest.TestCase):
    """What others could make it spend."""

    @classmethod
    def setUpClass(cls):
        Vnet.of(HEALTHY)

    def say(self, text):
        with connect() as client:
            client.sendall(text)
            answer = b""
            while more := client.recv(65536):
                answer += more
            return answer.decode()

    def test_what_is_no_request_is_refused_and_closed(self):
        with Watch():
            self.assertIn(" 431 ", self.say(b"GET / HTTP/1.1\r\nX: " + b"x" * 9000 + b"\r\n\r\n").split("\r\n")[0])
            self.assertIn(" 400 ", self.say(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n").split("\r\n")[0])
            self.assertIn(" 400 ", self.say(b"GET http://example.com/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").split("\r\n")[0])
            # A body would be taken for the next request.
            smuggled = b"GET /metrics HTTP/1.1\r\n\r\n"
            answer = self.say(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(smuggled) + smuggled)
            self.assertEqual(answer.count("HTTP/1.1 "), 1)
            answer = self.say(b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n")
            self.assertIn(" 405 ", answer.split("\r\n")[0])

    def test_a_name_that_is_not_this_machines_reads_nothing(self):
        """A page of a browser here may have its own name lead to 127.0.0.1 (DNS rebinding)."""
        own = Vnet.lab.run(["hostname"], capture_output=True, text=True, check=True).stdout.strip()
        with Watch():
            until(runs)
            for name in ("evil.example:9925", f"{own}.evil.example", "127.0.0.1.evil.example"):
                for path in ("/", "/report.json", "/metrics", "/healthz"):
                    refused = get(path, Host=name)
                    self.assertEqual((refused.status, refused.text.count("\n")), (421, 1), (name, path))
            for name in ("127.0.0.1:9925", "localhost:9925", "[::1]:9925", own):
                self.assertEqual(get("/report.json", Host=name).status, 200, name)
            self.assertIn(" 200 ", self.say(b"GET /healthz HTTP/1.0\r\n\r\n").split("\r\n")[0])
        with Watch("--listen", "0.0.0.0:9925"):  # where others are to reach it, by whatever name
            self.assertEqual(get("/healthz", Host="vnetprobe.monitoring.svc:9925").status, 200)

    def test_many_that_say_nothing_keep_nobody_out(self):
        with Watch() as watch:
            silent = [connect() for _ in range(200)]
            for client in silent[::2]:
                try:
                    client.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
                except OSError:
                    pass  # closed already
            try:
                self.assertEqual(get("/healthz").status, 200)
                self.assertGreaterEqual(sample("vnetprobe_watch_http_clients_turned_away_total"), 168)
                self.assertLess(len(os.listdir(f"/proc/{watch.child.pid}/fd")), 120)
            finally:
                for client in silent:
                    client.close()

    def test_a_head_that_does_not_come_is_not_waited_for(self):
        with Watch(), connect() as client:
            began = time.monotonic()
            client.sendall(b"GET / HTTP/1.1\r\n")
            self.assertEqual(client.recv(1), b"")
            self.assertLess(time.monotonic() - began, 15)
            self.assertEqual(sample("vnetprobe_watch_http_clients_too_slow_total"), 1)


class Prometheus(unittest.TestCase):
    """A real server in the same network: it scrapes, and evaluates the rules that the project ships."""

    def get(self, path):
        connection = http_to(("127.0.0.1", 9090))
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def is_ready(self):
        """It listens, and says 503 to all questions until it has read its storage."""
        try:
            return self.get("/-/ready")[0] == 200
        except OSError:
            return False

    def query(self, expression):
        status, text = self.get("/api/v1/query?" + urllib.parse.urlencode({"query": expression}))
        self.assertEqual(status, 200, text)
        return json.loads(text)["data"]["result"]

    def test_it_scrapes_and_alerts(self):
        vnet = Vnet.of(HEALTHY)
        rules = os.path.abspath(os.path.join(ROOT, "container", "monitoring", "vnetprobe.rules.yml"))
        config = os.path.join(SCRATCH, "prometheus.yml")
        with open(config, "w", encoding="utf-8") as f:
            f.write("global: {scrape_interval: 500ms, scrape_timeout: 400ms, evaluation_interval: 500ms}\n"
                    f"rule_files: [{rules}]\n"
                    "scrape_configs: [{job_name: vnetprobe, static_configs: [{targets: ['127.0.0.1:9925']}]}]\n")
        with Watch(), open(os.path.join(SCRATCH, "prometheus.log"), "w", encoding="utf-8") as log:
            until(runs)
            server = subprocess.Popen(vnet.command(["prometheus", f"--config.file={config}", f"--storage.tsdb.path={SCRATCH}/tsdb",
                                                    "--web.listen-address=127.0.0.1:9090"], launch=False),
                                      env=vnet.environment(), stdout=log, stderr=log)
            try:
                until(self.is_ready, 60)
                until(lambda: self.query('vnetprobe_verdict{verdict="pass"} == 1'), 60)
                self.assertEqual([r["value"][1] for r in self.query('up{job="vnetprobe"}')], ["1"])
                until(lambda: self.query("rate(vnetprobe_watch_runs_total[5s]) > 0"))
                until(lambda: self.query("vnetprobe:passing:ratio == 1"))
                # Rules may have been looked at before the first scrape: until they are again, the probe is absent.
                until(lambda: self.query("ALERTS") == [])
                Vnet.of(FAULT)
                alert = until(lambda: self.query('ALERTS{alertname="VnetprobeFinding"}'))[0]["metric"]
                self.assertEqual((alert["code"], alert["subject"], alert["owner"], alert["alertstate"]),
                                 ("dns.zone-not-linked", "privatelink.blob.core.windows.net", "dns", "pending"))
                until(lambda: self.query("vnetprobe:passing:ratio == 0"))
                Vnet.of(HEALTHY)
                until(lambda: not self.query("ALERTS"))
            finally:
                server.terminate()
                server.wait(timeout=20)


class Endurance(unittest.TestCase):
    """Memory, descriptors and threads end where they began, give or take 2 %."""

    PLAN = """version: 1
name: endurance
vnet: [10.1.0.0/16]
entra: false
resolvers:
  - {name: azure, address: 168.63.129.16}
  - {name: system}
storage_accounts:
  - {name: mystorage01, services: [blob], ip: 10.1.3.5, public_access: unchecked}
"""

    @staticmethod
    def resident_kib(pid):
        with open(f"/proc/{pid}/status", encoding="ascii") as f:
            return next(int(line.split()[1]) for line in f if line.startswith("VmRSS:"))

    @staticmethod
    def descriptors(pid):
        found = set()
        for number in os.listdir(f"/proc/{pid}/fd"):
            try:
                found.add((number, os.readlink(f"/proc/{pid}/fd/{number}")))
            except FileNotFoundError:  # closed since
                pass
        return found

    def idle(self, watch):
        """What outlives a run: the descriptors that every one of many looks finds, the least of threads, the middle of memory."""
        for _ in range(20):  # clients are a part of its life
            get("/metrics"), get("/"), get("/report.json")
        pid, memory, threads = watch.child.pid, [], []
        kept, enough = self.descriptors(pid), runs() + 10
        while len(memory) < 1000 or runs() < enough:
            for _ in range(500):
                memory.append(self.resident_kib(pid))
                threads.append(len(os.listdir(f"/proc/{pid}/task")))
                kept &= self.descriptors(pid)
        return {"resident_kib": sorted(memory)[len(memory) // 2], "descriptors": len(kept), "threads": min(threads)}

    def test_for_ever(self):
        Vnet.of("healthy-azure-dns-and-system")
        path = os.path.join(SCRATCH, "endurance.yaml")
        with open(path, "w", encoding="utf-8") as f:
            f.write(self.PLAN)
        # A sanitizer's quarantine is memory that grows by itself until it is full.
        asan = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1:thread_local_quarantine_size_kb=16"
        with Watch(plan=path, every=0.001, ASAN_OPTIONS=asan) as watch:
            began = time.monotonic()
            until(lambda: runs() >= RUNS / 10, 600)
            before, first = self.idle(watch), runs()
            until(lambda: time.sleep(0.5) or runs() >= RUNS, 3600)
            after = self.idle(watch)
            seconds = time.monotonic() - began
            print(f"endurance: {RUNS} runs in {seconds:.1f} s; after {first:.0f} runs {before}, at the end {after}", flush=True)
            told = samples()
            self.assertEqual([v for (name, labels), v in told.items() if name == "vnetprobe_watch_runs_total" and labels != (("verdict", "pass"),)], [0, 0])
            if "libasan" in subprocess.run(["ldd", BINARY], capture_output=True, text=True).stdout:
                del before["resident_kib"]  # a sanitizer keeps what was freed; the release build is judged
            for what, value in before.items():
                self.assertLessEqual(abs(after[what] - value), 0.02 * value, what)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        print(__doc__.strip(), file=sys.stderr)
        sys.exit(2)
    BINARY = os.path.abspath(sys.argv[1])
    lab.enter([os.path.abspath(__file__), BINARY, *sys.argv[2:]])
    os.makedirs(SCRATCH, exist_ok=True)
    rest = sys.argv[2:]
    if "--runs" in rest:
        at = rest.index("--runs")
        RUNS = int(rest[at + 1])
        del rest[at:at + 2]
    unittest.main(argv=[sys.argv[0], *rest])
