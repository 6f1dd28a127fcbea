#!/usr/bin/python3
"""No secret of the lab is in anything that the program writes, shows or is started with.

  tests/program/credentials.py VNETPROBE [UNITTEST ARGS...]
"""
import json
import os
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "lab")]
from vnetlab import credentials, lab, world as worlds  # noqa: E402

BINARY = None
LOG = "/run/vnetlab/credentials.log"
ASSERTION = "/run/vnetlab/assertion"
# Whole, in the middle, and as a far end decodes it.
SECRETS = [credentials.TOKEN[:20], credentials.TOKEN.split(".")[1], "lab-canary-token", credentials.ASSERTION[:20], "lab-canary-assertion",
           credentials.SIGNATURE, urllib.parse.unquote(credentials.SIGNATURE), credentials.SIGNATURE[:16], credentials.HEADER]


def told(text):
    return [secret for secret in SECRETS if secret in text]


class Credentials(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.vnet = lab.Lab()
        cls.mixins, cls.scenarios = worlds.load_scenarios()
        listed = subprocess.run([BINARY, "list", "formats", "-f", "json"], capture_output=True, text=True, check=True)
        cls.formats = [each["word"] for each in json.loads(listed.stdout)["formats"]]

    def world(self, name, logged=(), **changes):
        """The scenario, with a log at its doors of what they were sent."""
        made = worlds.make_world({**self.scenarios[name], **changes}, self.mixins)
        for door in logged:
            made["doors"][door]["log"] = LOG
        if os.path.exists(LOG):
            os.remove(LOG)
        self.vnet.apply(made)
        return made

    def heard(self):
        if not os.path.exists(LOG):
            return ""
        with open(LOG, encoding="utf-8") as f:
            return f.read()

    def everything(self, *options):
        """stdout, stderr, every format's file, and the command line as others see it while it runs."""
        with tempfile.TemporaryDirectory(dir="/run/vnetlab") as folder:
            files = [f"{folder}/{form}" for form in self.formats]
            outputs = [word for form, file in zip(self.formats, files) for word in ("-o", f"{form}={file}")]
            argv = self.vnet.probe_argv(BINARY, "-v", *outputs, *options)
            running = subprocess.Popen(self.vnet.command(argv), env=self.vnet.environment(), stdin=subprocess.DEVNULL,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            shown = set()
            while running.poll() is None:
                try:
                    with open(f"/proc/{running.pid}/cmdline", encoding="utf-8", errors="replace") as f:
                        shown.add(f.read())
                    running.wait(0.002)
                except (OSError, subprocess.TimeoutExpired):
                    continue
            out, err = running.communicate(timeout=60)
            self.assertTrue(any(each.startswith(BINARY) for each in shown), "the program's own command line was seen")
            texts = {"stdout": out, "stderr": err, "cmdline": "\n".join(shown)}
            for form, file in zip(self.formats, files):
                with open(file, encoding="utf-8") as f:
                    texts[form] = f.read()
            return running.returncode, texts

    def assert_untold(self, texts):
        for where, text in texts.items():
            self.assertEqual(told(text), [], where)
            if where not in ("stderr",):
                self.assertTrue(text, where)

    def test_a_token_is_sent_and_shown_nowhere(self):
        for name in ("identity-lets-in", "identity-role-missing"):
            with self.subTest(name):
                self.world(name, ["10.1.3.5"])
                code, texts = self.everything()
                self.assertIn(f"Authorization: Bearer {credentials.TOKEN}", self.heard())
                self.assertEqual(code, 0 if name == "identity-lets-in" else 1)
                self.assert_untold(texts)
                self.assert_untold(self.everything("--redact")[1])

    def test_a_sas_is_sent_and_shown_nowhere(self):
        for name in ("sas-lists", "sas-key-changed", "sas-expired"):
            with self.subTest(name):
                self.world(name, ["10.1.3.5"])
                code, texts = self.everything()
                self.assertIn(f"sig={credentials.SIGNATURE}", self.heard())
                self.assertEqual(code, 0 if name == "sas-lists" else 1)
                self.assert_untold(texts)

    def test_a_sas_by_file(self):
        file = "/run/vnetlab/sas.txt"
        with open(file, "w", encoding="utf-8") as f:
            f.write(f"https://mystorage01.blob.core.windows.net/mybackup01?sv=2022-11-02&se=2099-12-31&sr=c&sp=rwl&sig={credentials.SIGNATURE}\n")
        self.world("sas-lists", ["10.1.3.5"], environment={}, plan={"storage_accounts": {"mystorage01": {"sas": {"file": file, "env": None}}}})
        code, texts = self.everything()
        self.assertIn(f"sig={credentials.SIGNATURE}", self.heard())
        self.assertEqual(code, 0)
        self.assert_untold(texts)

    def test_what_is_no_sas_is_not_shown(self):
        self.world("sas-lists", environment={"LAB_SAS": f"AccountKey={credentials.SIGNATURE}"})
        code, texts = self.everything()
        self.assertEqual(code, 1)
        self.assert_untold(texts)

    def test_nothing_is_sent_to_who_does_not_prove_who_he_is(self):
        for name in ("identity-lets-in", "sas-lists"):
            for fault in ("intercepted", "wrong-name", "expired"):
                with self.subTest(name, fault=fault):
                    made = self.scenarios[name]
                    self.world(name, ["10.1.3.5"], doors={**made.get("doors", {}), "10.1.3.5": {"fault": fault}})
                    self.assertEqual(self.everything()[0], 1)
                    self.assertEqual(told(self.heard()), [])

    def test_the_header_of_an_identity_endpoint(self):
        self.world("identity-endpoint", ["169.254.130.1:8081"])
        code, texts = self.everything()
        self.assertIn(f"X-IDENTITY-HEADER: {credentials.HEADER}", self.heard())
        self.assertEqual(code, 0)
        self.assert_untold(texts)

    def test_a_federated_token_is_changed_at_entra_id(self):
        with open(ASSERTION, "w", encoding="utf-8") as f:
            f.write(credentials.ASSERTION)
        environment = {"AZURE_FEDERATED_TOKEN_FILE": ASSERTION, "AZURE_TENANT_ID": "7d9a5c3e-0f4b-4c7a-9a52-2f6f0c1d8e11",
                       "AZURE_CLIENT_ID": "11111111-2222-3333-4444-555555555555"}
        self.world("identity-lets-in", ["10.1.3.5"], environment=environment, doors={"169.254.169.254:80": None})
        code, texts = self.everything()
        self.assertEqual(code, 0, texts["stdout"])
        self.assertIn(f"Authorization: Bearer {credentials.TOKEN}", self.heard())
        self.assert_untold(texts)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        print(__doc__.strip(), file=sys.stderr)
        sys.exit(2)
    BINARY = os.path.abspath(sys.argv[1])
    lab.enter([os.path.abspath(__file__), BINARY, *sys.argv[2:]])
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
