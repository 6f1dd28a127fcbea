#!/usr/bin/python3
"""The program on a machine that is not well: files that are not there, descriptors, memory and disks at
their end, a clock that is set, signals, no rights.

  tests/program/host_faults.py VNETPROBE MEDDLE_LIBRARY [--fine] [--seed N] [UNITTEST ARGS...]

The VNet is healthy all the while, so a finding of severity error is a lie unless it tells of the machine's
own fault. --fine tries every number of descriptors, every megabyte and 300 allocations (release build, tests/run).
"""
import collections
import json
import os
import random
import signal
import struct
import subprocess
import sys
import time
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from vnet import Vnet, lab  # noqa: E402

BINARY = MEDDLE = None
FINE, SEED, SANITIZED = False, 7, False
NO_MEMORY = "vnetprobe: this machine has too few bytes of memory, so nothing was decided"
SCRATCH = "/run/vnetlab/host"
WORLD = "healthy-azure-dns-and-system"
PLAN = """version: 1
name: host
vnet: [10.1.0.0/16]
entra: {tenant: contoso.onmicrosoft.com}
resolvers:
  - {name: azure, address: 168.63.129.16}
  - {name: system}
storage_accounts:
  - {name: mystorage01, services: [blob], ip: 10.1.3.5}
"""


def shell(script):
    """A wrap: the program at the end of a script of the shell, in a mount namespace of its own."""
    return ["unshare", "-m", "sh", "-euc", script + '\nexec "$@"', "sh"]


def etc_without(name, how="rm -rf"):
    """A wrap: the machine's /etc without one of its files, or with one that something was done to."""
    return shell(f"""
mkdir -p {SCRATCH}/etc && mount -t tmpfs tmpfs {SCRATCH}/etc && mkdir -p {SCRATCH}/etc/ssl/certs
for each in ld.so.cache passwd group nsswitch.conf hosts resolv.conf host.conf ssl/certs/ca-certificates.crt; do
  if [ -e /etc/$each ]; then cp -L /etc/$each {SCRATCH}/etc/$each; fi
done
{how} {SCRATCH}/etc/{name}
mount --move {SCRATCH}/etc /etc
""")


def meddled(**how):
    """A wrap: tests/program/meddle.cc between the program and its C library."""
    return ["env", f"LD_PRELOAD={MEDDLE}", *[f"MEDDLE_{key.upper()}={value}" for key, value in how.items()]]


def as_nobody():
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]


def has_other_users():
    with open("/proc/self/uid_map", encoding="ascii") as f:
        return any(int(line.split()[2]) > 65534 for line in f)


class Ended:
    """How a run ended, and what must hold of every run, whatever the machine did to it."""

    ids = None  # of the checks of a run that passed

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err
        try:
            self.report = json.loads(out)
        except ValueError:
            self.report = None

    def check(self, case, what=""):
        """There is a report, and the exit code is its verdict; a pass is a pass of everything."""
        told = f"{what}: exit {self.code}\n{self.out[:1500]}\n{self.err[-1500:]}"
        for word in ("Sanitizer", "runtime error", "terminate called"):
            case.assertNotIn(word, self.err, told)
        case.assertIsNotNone(self.report, told)
        case.assertEqual(self.code, {"pass": 0, "fail": 1, "undecided": 3}[self.report["verdict"]], told)
        if self.code == 0:
            case.assertEqual(({key for key, count in self.report["summary"].items() if count}, self.report["run"]["complete"]), ({"pass"}, True), told)
            ids = {c["id"].split("@2")[0] for c in self.report["checks"]}  # without public addresses, which rotate
            case.assertEqual(ids, Ended.ids or ids, "checks that another pass had are missing")
            case.assertGreaterEqual(len(ids), 20)
            Ended.ids = ids
        return self

    def errors(self):
        return sorted({f["code"] for f in self.report["findings"] if f["severity"] == "error"})

    def statuses(self, kind):
        return {c["status"] for c in self.report["checks"] if c["kind"] == kind}


def start(*options, wrap=(), anchors=None, timeout=1, **keywords):
    vnet = Vnet.lab
    argv = [*wrap, BINARY, "run", "-p", f"{SCRATCH}/plan.yaml", "--timeout", str(timeout), *(() if "-f" in options else ("-f", "json")), *options]
    if anchors != "":
        argv += ["--ca-file", anchors or vnet.certificates.ca_file]
    # Leaks are for other tests to judge: looking for them takes descriptors and rights that are not there.
    asan = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0:exitcode=99:verify_asan_link_order=0"
    return subprocess.Popen(vnet.command(argv), env=vnet.environment(ASAN_OPTIONS=asan), text=True,
                            **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **keywords})


def finish(child):
    out, err = child.communicate(timeout=60)
    return Ended(child.returncode, out or "", err or "")


def run(*options, **keywords):
    # Nothing here waits for somebody silent, and a machine that is busy is not to look like one that is.
    return finish(start(*options, **{"timeout": 3, **keywords}))


def is_there(child):
    """Until the launcher has become the program."""
    while os.readlink(f"/proc/{child.pid}/exe") != os.path.realpath(BINARY):
        time.sleep(0.001)


def several(starts, at_once=3):
    """What is started, a few at a time: (key, how it ended)."""
    left, under_way = list(starts), []
    while left or under_way:
        while left and len(under_way) < at_once:
            key, begin = left.pop(0)
            under_way.append((key, begin()))
        key, child = under_way.pop(0)
        yield key, finish(child)


class Healthy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        Vnet.of(WORLD)


class Files(Healthy):
    def test_as_it_should_be(self):
        self.assertEqual(run().check(self).code, 0)

    def test_no_resolv_conf(self):
        # The C library then asks 127.0.0.1, where nobody is: that is so, and of this view alone.
        told = run(wrap=etc_without("resolv.conf")).check(self)
        self.assertEqual([(f["code"], f["subject"]) for f in told.report["findings"]], [("dns.resolver-unreachable", "system")])

    @unittest.skipUnless(has_other_users(), "this namespace has one user alone")
    def test_a_resolv_conf_that_others_alone_may_read(self):
        told = run(wrap=[*etc_without("resolv.conf", "chmod 000"), *as_nobody()]).check(self)
        self.assertEqual([(f["code"], f["subject"]) for f in told.report["findings"]], [("dns.resolver-unreachable", "system")])
        self.assertTrue(told.report["run"]["complete"])

    def test_no_hosts_file_and_no_nsswitch(self):
        for name in ("hosts", "nsswitch.conf"):
            self.assertEqual(run(wrap=etc_without(name)).check(self, name).code, 0)

    def test_anchors_that_cannot_be_read_accuse_nobody(self):
        empty, folder = f"{SCRATCH}/empty.pem", f"{SCRATCH}/folder.pem"
        with open(empty, "w", encoding="ascii"):
            os.makedirs(folder, exist_ok=True)
        bundle = "/etc/ssl/certs/ca-certificates.crt"
        for path, wrap in (("/no/such/anchors.pem", []), (empty, []), (folder, []), (bundle, etc_without("ssl"))):
            told = run(anchors="" if path == bundle else path, wrap=wrap).check(self, path)
            self.assertEqual((told.report["verdict"], told.errors()), ("undecided", []), path)
            self.assertEqual(told.statuses("tls.handshake"), {"unknown"})
            self.assertIn(path, next(c["message"] for c in told.report["checks"] if c["kind"] == "tls.handshake"))
            self.assertIn(path, told.err)
            for kind in ("service.answer", "entra.signin", "public.refused"):
                self.assertFalse({"pass", "fail"} & told.statuses(kind), (path, kind))


class Wires(unittest.TestCase):
    """The machine's own network: what it lacks is what is told."""

    def setUp(self):
        self.vnet = Vnet.of(WORLD)

    def machine(self, script):
        self.vnet.run(["sh", "-euc", script], check=True)

    def test_no_ipv6(self):
        switch = "/proc/sys/net/ipv6/conf/all/disable_ipv6"
        self.machine(f"if [ -e {switch} ]; then echo 1 > {switch}; fi")
        try:
            self.assertEqual(run().check(self).code, 0)
        finally:
            self.machine(f"if [ -e {switch} ]; then echo 0 > {switch}; fi")

    def test_no_route(self):
        self.machine(f"ip route show default > {SCRATCH}/route; ip route del default")
        try:
            told = run().check(self)
        finally:
            self.machine(f"ip route add $(cat {SCRATCH}/route)")
        self.assertEqual(told.errors(), ["dns.resolver-unreachable"])
        self.assertEqual(run().check(self).code, 0)


class AtTheirEnd(Healthy):
    """What the machine did not give was not asked: no finding, and no pass."""

    def honest(self, told, what):
        if told.code == 127:
            self.assertRegex(told.err, "error while loading shared libraries|cannot execute", what)
            return "no program"
        if told.report is None:
            self.assertEqual((told.code, told.out), (3, ""), f"{what}: {told.err}")
            self.assertRegex(told.err, "^vnetprobe: .")
            return "nothing"
        told.check(self, what)
        self.assertEqual(told.errors(), [], f"{what}: others are accused of what this machine lacks")
        if told.code == 3:
            self.assertRegex(told.report["run"]["incomplete_because"], "this machine has too few|an error of the probe itself", what)
        return told.report["verdict"]

    def sweep(self, wraps):
        seen = {}
        for what, told in several([(key, lambda wrap=wrap: start(wrap=wrap)) for key, wrap in wraps.items()]):
            seen[what] = self.honest(told, what)
        print(f"{self.id().split('.')[-1]}: {seen}", flush=True)
        return list(seen.values())

    def test_descriptors(self):
        if SANITIZED:
            self.skipTest("UBSan opens a pipe to see what an object is, and finds fault with all of them without; the release build is "
                          "limited, in tests/run")
        numbers = range(5, 41) if FINE else (6, 8, 9, 11, 13, 15, 17, 40)
        seen = self.sweep({f"{n} descriptors": ["prlimit", f"--nofile={n}"] for n in numbers})
        self.assertIn("undecided", seen)
        self.assertEqual(seen[-1], "pass")

    def test_memory(self):
        if SANITIZED:
            self.skipTest("a sanitizer maps terabytes; the release build is limited, in tests/run")
        sizes = range(16, 121) if FINE else [*range(16, 28), *range(32, 121, 8)]
        seen = self.sweep({f"{n} MB": ["prlimit", f"--as={n * 1000000}"] for n in sizes})
        self.assertEqual((seen[0], seen[-1]), ("no program", "pass"))
        self.assertIn("nothing", seen)

    def test_an_allocation_that_fails(self):
        """Whoever asks for it: this program, its libraries, the C library itself."""
        if SANITIZED:
            self.skipTest("a sanitizer has a malloc of its own, which ends the program too")
        whole = run(wrap=meddled(malloc=0))
        most = int(whole.err.splitlines()[-1])
        self.assertEqual(whole.check(self).code, 0)
        self.assertGreater(most, 10000)
        drawn = sorted(random.Random(SEED).sample(range(1, most + 1), 300 if FINE else 20))
        seen = collections.Counter()
        for n, told in several([(n, lambda n=n: start(wrap=meddled(malloc=n), timeout=3)) for n in drawn]):
            what = f"seed {SEED}, allocation {n} of {most}: exit {told.code} {told.err[-800:]}"
            if told.code == 3:
                self.assertEqual(told.err.splitlines(), [NO_MEMORY], what)
                self.assertTrue(told.out == "" or told.report is not None, what)  # where it failed after the last word
                seen["nothing"] += 1
            else:  # how many there are differs by a few
                seen[self.honest(told, what)] += 1
        print(f"test_an_allocation_that_fails: {most} of them, {dict(seen)}", flush=True)
        self.assertGreater(seen["nothing"], 0.9 * len(drawn))

    def test_a_sweep(self):
        if SANITIZED:
            self.skipTest("as for descriptors")
        names = f"{SCRATCH}/names"
        with open(names, "w", encoding="ascii") as f:
            f.writelines(f"mystorage{i:02}.blob.core.windows.net\n" for i in range(1, 20))
        vnet, seen = Vnet.lab, {}
        for n in range(9, 14):
            argv = ["prlimit", f"--nofile={n}", BINARY, "sweep", names, "--resolver", "one=168.63.129.16", "--resolver", "two=168.63.129.16:53", "-f",
                    "ndjson", "--timeout", "0.3"]
            done = vnet.run(argv, capture_output=True, text=True, timeout=60)
            rows = [json.loads(line) for line in done.stdout.splitlines()]
            self.assertEqual([row for row in rows if row["finding"] == "dns.resolver-unreachable" and row["status"] == "fail"][:2], [], n)
            self.assertIn(done.returncode, (1, 3), f"{n}: names that do not exist are found, or nothing is decided")
            seen[n] = sorted({row["status"] for row in rows})
        print(f"test_a_sweep: {seen}", flush=True)
        self.assertIn("fail", seen[13])

    @unittest.skipUnless(has_other_users(), "this namespace has one user alone")
    def test_threads(self):
        # Root is not counted.
        told = run(wrap=["prlimit", "--nproc=1", *as_nobody()])
        self.assertEqual(self.honest(told, "one thread"), "undecided")
        self.assertEqual({c["status"] for c in told.report["checks"] if c["view"] == "azure"}, {"pass"}, "what needs no thread is decided")


class Outputs(Healthy):
    def setUp(self):
        self.folder = f"{SCRATCH}/outputs"
        os.makedirs(self.folder, exist_ok=True)
        self.addCleanup(subprocess.run, ["sh", "-c", f"umount {self.folder} 2>/dev/null; rm -rf {self.folder}"], check=True)

    def mounted(self, options):
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", self.folder], check=True)

    def full(self):
        device = open("/dev/full", "wb")
        self.addCleanup(device.close)
        return device

    def refused(self, told, why):
        """The report is on standard output all the same; the file is not, nor a part of it."""
        self.assertIn(why, told.err)
        self.assertEqual((told.code, told.report["verdict"]), (1, "pass"))

    def test_a_file_system_that_is_read_only(self):
        self.mounted("size=1m")
        subprocess.run(["mount", "-o", "remount,ro", self.folder], check=True)
        self.refused(run("-o", f"json={self.folder}/report.json"), "Read-only file system")
        self.assertEqual(os.listdir(self.folder), [])

    def test_a_disk_that_is_full(self):
        self.mounted("size=8k")
        path = f"{self.folder}/report.json"
        with open(path, "w", encoding="ascii") as f:
            f.write("the report of yesterday")
        self.refused(run("-o", f"json={path}"), "No space left on device")
        self.assertEqual(os.listdir(self.folder), ["report.json"])
        with open(path, encoding="ascii") as f:
            self.assertEqual(f.read(), "the report of yesterday")

    def test_a_folder_that_is_not_ours(self):
        if not has_other_users():
            self.skipTest("this namespace has one user alone")
        os.chmod(self.folder, 0o755)
        self.refused(run("-o", f"json={self.folder}/report.json", wrap=as_nobody()), "Permission denied")

    def test_standard_output_that_takes_nothing(self):
        path = f"{self.folder}/report.json"
        broken, pipe = os.pipe()
        os.close(broken)
        for wrap, out, why in ((["sh", "-c", 'exec "$@" >&-', "sh"], None, "Bad file descriptor"),
                               ([], self.full(), "No space left on device"), ([], pipe, "Broken pipe")):
            for form in ("json", "ndjson"):
                told = run("-f", form, "-o", f"json={path}", wrap=wrap, stdout=out or subprocess.PIPE)
                self.assertEqual((told.code, told.out), (1, ""))
                self.assertIn(f"standard output: {why}", told.err)
                with open(path, encoding="utf-8") as f:
                    self.assertEqual(json.load(f)["verdict"], "pass")
                os.unlink(path)
        os.close(pipe)

    def test_descriptors_that_are_closed_are_nobody_elses(self):
        """A socket that gets the number 1 sends the report out by itself."""
        told = run("-f", "ndjson", wrap=["sh", "-c", 'exec "$@" <&- >&-', "sh"])
        self.assertEqual((told.code, told.err.splitlines()), (1, ["vnetprobe: standard output: Bad file descriptor"]))
        self.assertEqual(run(wrap=["sh", "-c", 'exec "$@" <&- 2>&-', "sh"]).check(self).code, 0)

    def test_standard_error_that_takes_nothing(self):
        with open("/dev/full", "wb") as full:
            told = run("-o", "json=/no/such/folder/report.json", stderr=full)
        self.assertEqual((told.code, told.report["verdict"]), (1, "pass"))

    def test_killed_while_writing(self):
        """Stopped when the file is written and not yet in its place."""
        path = f"{self.folder}/report.json"
        for number, old in ((signal.SIGKILL, ""), (signal.SIGKILL, "yesterday"), (signal.SIGTERM, "yesterday"), (signal.SIGINT, "")):
            if old:
                with open(path, "w", encoding="ascii") as f:
                    f.write(old)
            child = start("-o", f"json={path}", wrap=meddled(fsync="stop"))
            _, status = os.waitpid(child.pid, os.WUNTRACED)
            self.assertTrue(os.WIFSTOPPED(status), status)
            drafts = [name for name in os.listdir(self.folder) if name != "report.json"]
            self.assertEqual(len(drafts), 1)
            child.send_signal(number)
            child.send_signal(signal.SIGCONT)
            child.communicate(timeout=20)
            self.assertEqual(child.returncode, -number)
            if number == signal.SIGKILL:
                # What is there is what was there.
                self.assertEqual(os.path.exists(path), bool(old))
                if old:
                    with open(path, encoding="ascii") as f:
                        self.assertEqual(f.read(), old)
                os.unlink(os.path.join(self.folder, drafts[0]))
            else:
                # The signal waits for the file.
                self.assertEqual(os.listdir(self.folder), ["report.json"])
                with open(path, encoding="utf-8") as f:
                    self.assertEqual(json.load(f)["verdict"], "pass")
                os.unlink(path)


class Signals(unittest.TestCase):
    def test_at_random_moments(self):
        Vnet.of(WORLD)
        dice = random.Random(SEED)
        began = time.monotonic()
        self.assertEqual(run().check(self).code, 0)
        length = time.monotonic() - began
        numbers = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE] * (25 if FINE else 3)
        seen = {}
        for i in range(0, len(numbers), 2):
            children = []
            for j, number in enumerate(numbers[i:i + 2], i):
                path = f"{SCRATCH}/signal-{j}.json"
                children.append((number, path, dice.uniform(0, 1.2) * length, start("-o", f"json={path}")))
            for _, _, _, child in children:
                is_there(child)
            began = time.monotonic()
            for number, path, moment, child in sorted(children, key=lambda each: each[2]):
                time.sleep(max(0.0, began + moment - time.monotonic()))
                child.send_signal(number)
            for number, path, moment, child in children:
                told = finish(child)
                what = f"seed {SEED}, {signal.Signals(number).name} at {moment:.3f} s: exit {told.code} {told.err[-800:]}"
                written = None
                if os.path.exists(path):
                    with open(path, encoding="utf-8") as f:
                        written = json.load(f)
                if told.code < 0:  # before there was anything to report, or while it was printed
                    self.assertEqual(told.code, -number, what)
                else:
                    told.check(self, what)
                    self.assertEqual(told.report["run"]["complete"], told.code == 0, what)
                    self.assertEqual(written, told.report, what)
                    self.assertEqual(told.errors(), [], what)
                if number == signal.SIGPIPE:  # before main() it is not ignored yet
                    self.assertIn((told.code, told.out), ((0, told.out), (-number, "")), what)
                seen[told.code] = seen.get(told.code, 0) + 1
        self.assertEqual([name for name in os.listdir(SCRATCH) if ".json." in name], [], "no draft is left")
        print(f"signals, seed {SEED}: exit codes {seen}", flush=True)

    def test_the_pause_of_retry_for_ends_with_the_last_report(self):
        Vnet.of("blob-zone-not-linked")
        child = start("-f", "ndjson", "--retry-for", "60", "-o", f"json={SCRATCH}/retried.json")
        while json.loads(child.stdout.readline())["event"] != "verdict":
            pass
        child.send_signal(signal.SIGTERM)
        self.assertEqual((child.wait(timeout=20), child.communicate()[0]), (1, ""))
        with open(f"{SCRATCH}/retried.json", encoding="utf-8") as f:
            self.assertEqual([f["code"] for f in json.load(f)["findings"]], ["dns.zone-not-linked"])


class Clock(unittest.TestCase):
    def test_set_during_the_run(self):
        """Deadlines and times are by a clock that only runs forward; what is dropped costs its second."""
        Vnet.of(WORLD, net={"drop": ["10.1.3.5:443"]})
        path = f"{SCRATCH}/step"
        for step in (86400, -86400, 3600):
            with open(path, "wb") as f:
                f.write(struct.pack("q", 0))
            child = start("-f", "ndjson", "--deadline", "20", wrap=meddled(clock=path))
            event = None
            lines = []
            while event != "contact":  # of the sign-in hosts, while the dropped connection waits
                lines.append(child.stdout.readline())
                event = json.loads(lines[-1])["event"]
            with open(path, "r+b") as f:
                f.write(struct.pack("q", step))
            out, err = child.communicate(timeout=40)
            events = [json.loads(line) for line in lines + out.splitlines()]
            self.assertEqual((child.returncode, events[-1]["event"]), (1, "verdict"), err)
            self.assertEqual({e["code"] for e in events if e["event"] == "finding" and e["severity"] == "error"}, {"net.timeout"}, step)
            times = [each for e in events for key in ("started_ms", "duration_ms") if isinstance(each := e.get(key), (int, float))]
            self.assertGreater(len(times), 20)
            self.assertLess(max(times), 10000, step)
            self.assertGreaterEqual(min(times), 0, step)

    def test_the_clock_is_what_is_set(self):
        """The library does its work: a year ahead, every certificate of the lab has expired."""
        Vnet.of(WORLD)
        path = f"{SCRATCH}/step"
        with open(path, "wb") as f:
            f.write(struct.pack("q", 366 * 86400))
        self.assertIn("tls.expired", run(wrap=meddled(clock=path)).check(self).errors())


class Rights(Healthy):
    def test_none(self):
        if not has_other_users():
            self.skipTest("this namespace has one user alone")
        self.assertEqual(run(wrap=as_nobody()).check(self).code, 0)

    def test_the_rights_of_another_are_refused(self):
        """As a file with the setuid or setgid bit would start it."""
        if not has_other_users():
            self.skipTest("this namespace has one user alone")
        for call in ("setresuid(65534, 0, 0)", "setresgid(65534, 0, 0)"):
            wrap = [sys.executable, "-c", f"import os, sys; os.{call}; os.execv(sys.argv[1], sys.argv[1:])"]
            told = run(wrap=wrap)
            self.assertEqual((told.code, told.out), (3, ""), told.err)
            self.assertIn("setuid", told.err)

    def test_in_a_container(self):
        confined = [sys.executable, os.path.join(HERE, "confined.py")]
        self.assertEqual(run(wrap=[*confined, "docker"]).check(self).code, 0)
        # No thread can be started: what the system would say is not known, the rest is.
        told = run(wrap=[*confined, "old-runtime"]).check(self)
        self.assertEqual((told.code, told.errors()), (3, []))
        self.assertEqual(told.report["run"]["incomplete_because"], "this machine has too few threads (Operation not permitted)")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        print(__doc__.strip(), file=sys.stderr)
        sys.exit(2)
    BINARY, MEDDLE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    lab.enter([os.path.abspath(__file__), BINARY, MEDDLE, *sys.argv[3:]])
    os.makedirs(SCRATCH, exist_ok=True)
    rest = sys.argv[3:]
    if "--fine" in rest:
        FINE = True
        rest.remove("--fine")
    if "--seed" in rest:
        at = rest.index("--seed")
        SEED = int(rest[at + 1])
        del rest[at:at + 2]
    SANITIZED = "libasan" in subprocess.run(["ldd", BINARY], capture_output=True, text=True).stdout
    with open(f"{SCRATCH}/plan.yaml", "w", encoding="utf-8") as f:
        f.write(PLAN)
    unittest.main(argv=[sys.argv[0], *rest])
