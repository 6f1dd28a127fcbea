#!/usr/bin/python3
"""Tests of the test VNet itself: the answers that scenarios rest on, asked with dig, curl and
openssl, not with the program under test.

  test_lab.py LAB_RELAY [UNITTEST ARGS...]
"""
import os
import re
import subprocess
import sys
import time
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from vnetlab import certificates, doors, lab, world as worlds  # noqa: E402

LAUNCHER, ENTER = os.path.join(HERE, "launcher"), os.path.join(HERE, "enter")
RELAY = None
BACKUP = "1132794570626989392-ab-pod01-fc1.privatelink.we.backup.windowsazure.com"
LISTING = "/x?restype=container&comp=list"
PRIVATE_SOA = "azureprivatedns.net. azureprivatedns-host.microsoft.com. 1 3600 300 2419200 10"


class Vnet:
    """One lab for all tests; it is made when the first asks."""

    lab = None
    mixins, scenarios = worlds.load_scenarios()

    @classmethod
    def of(cls, overlay=None):
        cls.lab = cls.lab or lab.Lab()
        scenario = cls.scenarios[overlay] if isinstance(overlay, str) else {"name": "test", **(overlay or {})}
        world = worlds.make_world(scenario, cls.mixins)
        cls.lab.apply(world)
        return cls.lab

    @classmethod
    def out(cls, *argv, **keywords):
        return cls.lab.run(argv, capture_output=True, text=True, **keywords)


def dig(name, kind="A", server=None, *options):
    at = [f"@{server}"] if server else []
    text = Vnet.out("dig", "+tries=1", "+time=1", "+noall", "+comments", "+answer", "+authority", *options, *at, name, kind).stdout
    status = re.search(r"status: (\w+)", text)
    sections = {"ANSWER": [], "AUTHORITY": []}
    section = None
    for line in text.splitlines():
        if line.startswith(";; ") and line.endswith("SECTION:"):
            section = line.split()[1]
        elif line and not line.startswith(";"):
            owner, ttl, _, rtype, value = line.split(None, 4)
            sections.setdefault(section, []).append((owner.rstrip("."), int(ttl), rtype, value.rstrip(".") if rtype == "CNAME" else value))
    return (status[1] if status else "silence"), sections["ANSWER"], sections["AUTHORITY"], text


def chain(answers):
    return [f"{rtype} {value}" for _, _, rtype, value in answers]


def curl(url, address=None, *options):
    pin = []
    if address:
        host = re.match(r"https?://([^/:]+)", url)[1]
        pin = ["--connect-to", f"{host}:443:{address}:443"]
    done = Vnet.out("curl", "-sS", "-i", "-m", "1", "--cacert", Vnet.lab.certificates.ca_file, *pin, *options, url)
    return done.returncode, done.stdout


class LauncherTest(unittest.TestCase):
    """Runs outside the lab as well as in it."""

    def refused(self, *argv, **keywords):
        done = subprocess.run([*argv, LAUNCHER, "--", "echo", "started"], capture_output=True, text=True, **keywords)
        self.assertEqual(done.returncode, 125, done)
        self.assertEqual(done.stdout, "")
        self.assertIn("refused: ", done.stderr)
        return done.stderr

    def test_refuses_where_the_tests_were_started(self):
        if os.environ.get("VNETLAB_OUTSIDE"):
            self.skipTest("we are in the lab")
        self.assertIn("carries no mark", self.refused())

    def test_refuses_a_bare_namespace(self):
        self.assertIn("carries no mark", self.refused("unshare", "-rn"))

    def test_refuses_the_namespace_that_the_lab_was_entered_from(self):
        script = 'ip link set lo alias "vnetprobe-lab outside=$(readlink /proc/self/ns/net)" && exec "$@"'
        self.assertIn("entered from", self.refused("unshare", "-rn", "sh", "-c", script, "sh"))

    def test_refuses_an_interface_that_is_not_the_labs(self):
        script = "ip link add eth0 type veth peer name eth1 && exec \"$@\""
        self.assertIn("eth0", self.refused(ENTER, "sh", "-c", script, "sh"))

    def test_refuses_an_interface_of_another_kind(self):
        script = "ip link add lab-x type bridge && exec \"$@\""
        done = subprocess.run([ENTER, "sh", "-c", "ip link add lab-x type bridge"], capture_output=True)
        if done.returncode:
            self.skipTest("this kernel has no bridges")
        self.assertIn("no veth", self.refused(ENTER, "sh", "-c", script, "sh"))

    def test_refuses_a_wire_to_a_namespace_it_cannot_look_at(self):
        script = "unshare -n sleep 5 & sleep 0.2; ip link add lab-a type veth peer name lab-b netns $! && exec \"$@\""
        self.assertIn("does not say which", self.refused(ENTER, "sh", "-c", script, "sh"))

    def test_refuses_a_wire_to_a_namespace_that_is_not_the_labs(self):
        script = ("unshare -n sleep 5 & sleep 0.2; ip link add lab-a type veth peer name lab-b netns $!;"
                  "VNETLAB_WIRED_TO=$! exec \"$@\"")
        self.assertIn("carries no mark", self.refused(ENTER, "sh", "-c", script, "sh"))

    def test_starts_in_the_lab(self):
        done = subprocess.run([ENTER, LAUNCHER, "--", "echo", "started"], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, "started\n"), done.stderr)

    def test_says_how_it_is_used(self):
        self.assertEqual(subprocess.run([LAUNCHER], capture_output=True).returncode, 125)

    def test_what_the_lab_starts_ends_with_it(self):
        mark = f"86{os.getpid()}"
        subprocess.run([ENTER, "sh", "-c", f"setsid sleep {mark} & sleep 0.1"], check=True)
        left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
        self.assertNotIn(f"sleep {mark}", left)


class AzureDnsTest(unittest.TestCase):
    def test_linked_zone_wins_in_the_middle_of_the_chain(self):
        Vnet.of()
        status, answers, _, _ = dig("mystorage01.blob.core.windows.net")
        self.assertEqual(status, "NOERROR")
        self.assertEqual(chain(answers), ["CNAME mystorage01.privatelink.blob.core.windows.net", "A 10.1.3.5"])
        self.assertEqual(answers[-1][1], 10)  # TTL of a private endpoint's record, azure-facts 4.5

    def test_zone_soa_is_azures(self):
        Vnet.of()
        for zone in ("privatelink.blob.core.windows.net", "privatelink.queue.core.windows.net", "privatelink.we.backup.windowsazure.com"):
            _, answers, _, _ = dig(zone, "SOA")
            self.assertEqual(answers, [(zone, 10, "SOA", PRIVATE_SOA)])

    def test_missing_record_is_nxdomain_with_the_private_soa(self):
        Vnet.of({"private_zones": {"privatelink.blob.core.windows.net": {"mystorage01": None}}})
        status, answers, authority, _ = dig("mystorage01.blob.core.windows.net")
        self.assertEqual(status, "NXDOMAIN")
        self.assertEqual(chain(answers), ["CNAME mystorage01.privatelink.blob.core.windows.net"])
        self.assertEqual(authority, [("privatelink.blob.core.windows.net", 10, "SOA", PRIVATE_SOA)])

    def test_unlinked_zone_gives_the_public_chain(self):
        Vnet.of("blob-zone-not-linked")
        _, answers, _, _ = dig("mystorage01.blob.core.windows.net")
        self.assertEqual(chain(answers), ["CNAME mystorage01.privatelink.blob.core.windows.net",
                                          "CNAME blob.db4prdstr22a.store.core.windows.net", "A 20.60.1.1"])
        _, answers, _, _ = dig("privatelink.blob.core.windows.net", "SOA")
        self.assertNotIn("azureprivatedns.net", answers[0][3])

    def test_backup_names_have_no_public_form(self):
        Vnet.of({"with": ["azure-unlinked"]})
        for name in (BACKUP, BACKUP.replace("privatelink.", "")):
            status, answers, authority, _ = dig(name)
            self.assertEqual((status, answers), ("NXDOMAIN", []))
            self.assertEqual(authority[0][0], "windowsazure.com")
            self.assertTrue(authority[0][3].startswith("ns1-205.azure-dns.com."))

    def test_redirect_hides_a_missing_record_and_keeps_the_soa(self):
        zone = "privatelink.blob.core.windows.net"
        Vnet.of({"private_zones": {zone: {"mystorage01": None}}, "azure": {"vm": {"redirect": [zone]}}})
        _, answers, _, _ = dig("mystorage01.blob.core.windows.net")
        self.assertEqual(chain(answers)[-1], "A 20.60.1.1")
        self.assertEqual(dig(zone, "SOA")[1][0][3], PRIVATE_SOA)

    def test_security_policy_ends_the_chain(self):
        Vnet.of({"azure": {"vm": {"blocked": ["mystorage01.blob.core.windows.net"]}}})
        status, answers, authority, _ = dig("mystorage01.blob.core.windows.net")
        self.assertEqual(status, "NOERROR")
        self.assertEqual(answers, [("mystorage01.blob.core.windows.net", 1006632960, "CNAME", "blockpolicy.azuredns.invalid")])
        self.assertEqual(authority[0][3], "ns1.azure-dns.com. support.azure.com. 1000 3600 600 1800 60")

    def test_answers_over_tcp_and_advertises_1224(self):
        Vnet.of()
        self.assertEqual(chain(dig("mystorage01.blob.core.windows.net", "A", None, "+tcp")[1])[-1], "A 10.1.3.5")
        self.assertIn("udp: 1224", Vnet.out("dig", "mystorage01.blob.core.windows.net").stdout)

    def test_hub_and_spoke_differ(self):
        Vnet.of({"with": ["azure-unlinked"]})
        self.assertEqual(chain(dig("mystorage01.blob.core.windows.net", "A", "100.64.0.16")[1])[-1], "A 10.1.3.5")
        self.assertEqual(chain(dig("mystorage01.blob.core.windows.net")[1])[-1], "A 20.60.1.1")


class CompanyDnsTest(unittest.TestCase):
    def private(self, **dc1):
        Vnet.of({"with": ["dc1"], "resolvers": {"dc1": dc1}})
        return [chain(dig(n)[1])[-1:] for n in ("mystorage01.blob.core.windows.net", "mystorage01.privatelink.blob.core.windows.net", BACKUP)]

    def test_forwarder_for_the_privatelink_zone_alone(self):
        """Fails where the server takes the whole chain from its forwarder, works where it follows
        aliases itself (azure-facts 4.6)."""
        forward = {".": "public", "privatelink.blob.core.windows.net": "azure", "privatelink.we.backup.windowsazure.com": "azure"}
        passed_by = [["A 20.60.1.1"], ["A 10.1.3.5"], ["A 10.1.2.4"]]
        right = [["A 10.1.3.5"], ["A 10.1.3.5"], ["A 10.1.2.4"]]
        for software, want in (("dnsmasq", passed_by), ("unbound", right), ("bind", right)):
            with self.subTest(software):
                self.assertEqual(self.private(software=software, forward=forward), want)

    def test_the_private_soa_survives_each_server(self):
        for software in ("unbound", "dnsmasq", "bind"):
            with self.subTest(software):
                Vnet.of({"with": ["dc1"], "resolvers": {"dc1": {"software": software}}})
                self.assertEqual(dig("privatelink.blob.core.windows.net", "SOA")[1][0][3], PRIVATE_SOA)
                status, _, authority, _ = dig("nosuch.privatelink.blob.core.windows.net")
                self.assertEqual((status, authority[0][3]), ("NXDOMAIN", PRIVATE_SOA))

    def test_dead_forwarder_is_servfail_and_others_work(self):
        for software in ("unbound", "bind"):
            with self.subTest(software):
                Vnet.of({"with": ["dc1"], "resolvers": {"dc1": {"software": software, "forward": {"blob.core.windows.net": "dead"}}}})
                self.assertEqual(dig("mystorage01.blob.core.windows.net")[0], "SERVFAIL")
                self.assertEqual(dig(".", "SOA")[0], "NOERROR")

    def test_refused_and_silent(self):
        Vnet.of({"with": ["dc1"], "resolvers": {"dc1": {"refuse": ["."]}}})
        self.assertEqual(dig("mystorage01.blob.core.windows.net")[0], "REFUSED")
        self.assertEqual(dig(".", "SOA")[0], "REFUSED")
        Vnet.of({"with": ["dc1"], "net": {"drop": ["10.1.0.53"]}})
        self.assertEqual(dig(".", "SOA")[0], "silence")

    def test_every_healthy_world_gives_what_its_plan_expects(self):
        """Through every required server; so a healthy scenario that fails is not the lab's fault."""
        script = os.path.join(HERE, "vnetlab", "resolve.py")
        vnet = Vnet.of()
        resolve = subprocess.Popen(vnet.command([sys.executable, "-B", script]), env=vnet.environment(), stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, text=True)
        for name, scenario in Vnet.scenarios.items():
            if scenario["family"] != "healthy":
                continue
            with self.subTest(name):
                Vnet.of(name)
                resolve.stdin.write(vnet.plan + "\n")
                resolve.stdin.flush()
                self.assertEqual(resolve.stdout.readline(), "\n")
        Vnet.of("record-missing")
        resolve.stdin.write(vnet.plan + "\n")
        resolve.stdin.flush()
        self.assertRegex(resolve.stdout.readline(), "^azure: mystorage01.blob.core.windows.net: .*NXDOMAIN")
        resolve.stdin.close()
        self.assertEqual(resolve.wait(), 0)
        resolve.stdout.close()


class DoorsTest(unittest.TestCase):
    def storage(self, address, path=LISTING, *options, host="mystorage01.blob.core.windows.net", version=True):
        header = ["-H", "x-ms-version: 2020-10-02"] if version else []
        return curl(f"https://{host}{path}", address, *header, *options)

    def test_bodies_have_the_recorded_lengths(self):
        for name, length in (("storage_403_AuthorizationFailure", 246), ("storage_403_AuthorizationFailure_perimeter", 276),
                             ("storage_403_AuthorizationPermissionMismatch", 279)):
            head, _, body = doors.render(name).partition(b"\r\n\r\n")
            self.assertEqual(len(body), length, name)
            self.assertTrue(body.startswith(b"\xef\xbb\xbf<?xml"))
            self.assertIn(f"Content-Length: {length}".encode(), head)

    def test_the_same_request_is_open_inside_and_closed_outside(self):
        Vnet.of()
        code, text = self.storage("10.1.3.5")
        self.assertEqual(code, 0, text)
        self.assertIn("HTTP/1.1 409 Public access is not permitted on this storage account.\n", text.replace("\r", ""))
        self.assertIn("x-ms-error-code: PublicAccessNotPermitted", text)
        code, text = self.storage("20.60.1.1")
        self.assertIn("HTTP/1.1 403 This request is not authorized to perform this operation.\n", text.replace("\r", ""))
        self.assertRegex(text, r"x-ms-request-id: [0-9a-f-]{36}")

    def test_bare_get_decides_nothing(self):
        Vnet.of()
        self.assertIn("HTTP/1.1 400 Value for one of the query", self.storage("20.60.1.1", "/")[1])

    def test_without_a_version_the_409_has_no_code(self):
        Vnet.of()
        _, text = self.storage("10.1.3.5", version=False)
        self.assertIn("Transfer-Encoding: chunked", text)
        self.assertNotIn("x-ms-error-code", text)
        self.assertIn("<Code>PublicAccessNotPermitted</Code>", text)

    def test_stamp_names_are_no_accounts(self):
        Vnet.of()
        self.assertIn("HTTP/1.1 400 The requested URI", self.storage(None, host="blob.db4prdstr22a.store.core.windows.net")[1])

    def test_certificate_never_names_privatelink(self):
        Vnet.of()
        text = Vnet.out("sh", "-c", "openssl s_client -connect 10.1.3.5:443 -servername mystorage01.blob.core.windows.net </dev/null 2>/dev/null"
                        " | openssl x509 -noout -ext subjectAltName").stdout
        self.assertIn("DNS:*.blob.core.windows.net, DNS:*.db4prdstr22a.store.core.windows.net, DNS:*.z1.blob.storage.azure.net", text)
        self.assertNotIn("privatelink", text)

    def test_backup_answers_404_to_anyone(self):
        Vnet.of()
        code, text = curl(f"https://{BACKUP}/")
        self.assertEqual(code, 0)
        self.assertIn("HTTP/1.1 404 Not Found", text)

    def test_sign_in(self):
        Vnet.of()
        for host in ("login.microsoftonline.com", "login.microsoft.com", "login.windows.net"):
            _, text = curl(f"https://{host}/contoso.onmicrosoft.com/v2.0/.well-known/openid-configuration")
            self.assertIn("HTTP/1.1 200 OK", text)
            self.assertIn(f'"issuer":"https://login.microsoftonline.com/{doors.TENANT}/v2.0"', text)
            self.assertIn("x-ms-ests-server: ", text)
        _, text = curl("https://login.microsoftonline.com/organizations/v2.0/.well-known/openid-configuration")
        self.assertIn('"issuer":"https://login.microsoftonline.com/{tenantid}/v2.0"', text)
        _, text = curl("https://login.microsoftonline.com/nosuch.onmicrosoft.com/v2.0/.well-known/openid-configuration")
        self.assertIn("HTTP/1.1 400 Bad Request", text)
        self.assertIn("AADSTS90002", text)

    def test_faults(self):
        # curl: 7 refused, 28 timeout, 35 handshake, 56 reset, 60 certificate
        for fault, codes, words in (("dead", (7,), ""), ("silent", (28,), ""), ("http-silent", (28,), ""), ("cut", (35,), ""),
                                    ("closed", (35,), ""), ("not-tls", (35,), ""), ("intercepted", (60,), ""), ("expired", (60,), ""),
                                    ("wrong-name", (60,), ""), ("tls11", (35,), "")):
            with self.subTest(fault):
                Vnet.of({"doors": {"10.1.3.5": {"fault": fault}}})
                self.assertIn(self.storage("10.1.3.5")[0], codes)
        Vnet.of({"doors": {"10.1.3.5": {"fault": "tls11"}}})
        code, text = self.storage("10.1.3.5", LISTING, "--ciphers", "DEFAULT:@SECLEVEL=0", "--tlsv1.0")
        self.assertEqual(code, 0, text)
        Vnet.of({"doors": {"10.1.3.5": {"answer": "firewall_470"}}})
        self.assertIn("HTTP/1.1 470 status code 470", self.storage("10.1.3.5")[1])

    def test_filters(self):
        Vnet.of({"net": {"drop": ["10.1.3.5:443"], "unreachable": ["10.1.2.15:443"]}})
        self.assertEqual(self.storage("10.1.3.5")[0], 28)
        start = time.monotonic()
        self.assertEqual(self.storage("10.1.2.15")[0], 7)
        self.assertLess(time.monotonic() - start, 1)
        self.assertEqual(self.storage("10.1.9.9")[0], 28, "an address where nobody is must be silent")

    def test_host_files(self):
        Vnet.of({"system": {"hosts": ["127.0.0.1 localhost", "10.1.3.77 mystorage01.blob.core.windows.net"]}})
        self.assertIn("10.1.3.77", Vnet.out("getent", "ahosts", "mystorage01.blob.core.windows.net").stdout)
        Vnet.of()
        self.assertIn("10.1.3.5 ", Vnet.out("getent", "ahosts", "mystorage01.blob.core.windows.net").stdout)


class OddDnsTest(unittest.TestCase):
    def odd(self, **behaviour):
        Vnet.of({"with": ["dc1"], "resolvers": {"dc1": {"software": "odd", "odd": behaviour}}})

    def test_passes_on_what_it_does_not_spoil(self):
        self.odd()
        self.assertEqual(chain(dig("mystorage01.blob.core.windows.net")[1])[-1], "A 10.1.3.5")
        self.assertEqual(chain(dig("mystorage01.blob.core.windows.net", "A", None, "+tcp")[1])[-1], "A 10.1.3.5")

    def test_truncates_and_has_no_tcp(self):
        self.odd(truncate=True, tcp=False)
        self.assertIn("flags: qr tc", dig("mystorage01.blob.core.windows.net", "A", None, "+ignore")[3])
        self.assertEqual(dig("mystorage01.blob.core.windows.net", "A", None, "+tcp")[0], "silence")

    def test_changes_its_mind(self):
        self.odd(turns={"mystorage01.blob.core.windows.net": ["10.1.3.5", "10.1.3.77"]})
        seen = [chain(dig("mystorage01.blob.core.windows.net")[1]) for _ in range(3)]
        self.assertEqual(seen, [["A 10.1.3.5"], ["A 10.1.3.77"], ["A 10.1.3.5"]])

    def test_loops_and_garbage(self):
        self.odd(loop=True)
        self.assertEqual([r[2] for r in dig("mystorage01.blob.core.windows.net")[1]], ["CNAME", "CNAME"])
        self.odd(garbage=True)
        self.assertEqual(dig("mystorage01.blob.core.windows.net")[0], "silence")


class RelayTest(unittest.TestCase):
    def test_the_wire_has_its_length_and_loses_every_nth(self):
        if not RELAY:
            self.skipTest("no relay given")
        script = os.path.join(HERE, "vnetlab", "pings.py")
        run = [sys.executable, "-B", os.path.join(HERE, "with"), "healthy-round-trip-20ms", "--relay", RELAY, "--", sys.executable, "-B", script, "40"]
        done = subprocess.run(run, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        times = [float(x) for x in done.stdout.split()]
        self.assertEqual(len(times), 40)
        self.assertGreaterEqual(min(times), 0.020)
        self.assertLess(sorted(times)[20], 0.030)  # the median: this machine may be busy
        run[3] = "healthy-round-trip-20ms-every-50th-lost"
        done = subprocess.run([*run[:-1], "100"], capture_output=True, text=True)
        self.assertEqual(len(done.stdout.split()), 96, "4 of 200 packets are lost")


def main():
    global RELAY
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        RELAY = os.path.abspath(sys.argv.pop(1))
    outside = unittest.defaultTestLoader.loadTestsFromTestCase(LauncherTest)
    if not os.environ.get("VNETLAB_OUTSIDE") and len(sys.argv) == 1:
        first = unittest.TextTestRunner(verbosity=1).run(outside)
        relay = unittest.TextTestRunner(verbosity=1).run(unittest.defaultTestLoader.loadTestsFromTestCase(RelayTest))
        if not first.wasSuccessful() or not relay.wasSuccessful():
            return 1
        lab.enter([os.path.abspath(__file__), "AzureDnsTest", "CompanyDnsTest", "DoorsTest", "OddDnsTest"])
    if not os.environ.get("VNETLAB_OUTSIDE"):
        lab.enter([os.path.abspath(__file__), *([RELAY] if RELAY else []), *sys.argv[1:]])
    return 0 if unittest.main(exit=False, argv=[sys.argv[0], *sys.argv[1:]]).result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
