"""Puts every az line of a text through azure-cli's own parser, with the placeholders filled in.

usage: az_lines_test.py PROGRAM: standard output of PROGRAM is the text.

Nothing is sent: the process moves into a network namespace of its own first, and nobody is signed in.
A right line ends with 1, "run az login"; a line that the parser refuses ends with 2. Queries are
compiled by az itself. Lines that need a newer az than Debian's 2.45 are listed in NEWER and must fail.
Exit code 77: azure-cli is not installed.
"""

import contextlib
import ctypes
import importlib
import importlib.abc
import importlib.util
import io
import logging
import os
import re
import shlex
import subprocess
import sys
import tempfile
import warnings

ZERO = "00000000-0000-0000-0000-000000000000"
GROUP = f"/subscriptions/{ZERO}/resourceGroups/g/providers"
NETWORK = f"{GROUP}/Microsoft.Network"

# What a reader would write in place of <NAME>.
FILLED = {
    "vnet-id": f"{NETWORK}/virtualNetworks/v",
    "subnet-id": f"{NETWORK}/virtualNetworks/v/subnets/s",
    "resource-id": f"{GROUP}/Microsoft.Storage/storageAccounts/a",
    "connection-id": f"{GROUP}/Microsoft.Storage/storageAccounts/a/privateEndpointConnections/c",
    "account-ids": f"{GROUP}/Microsoft.Storage/storageAccounts/a",
    "vault-id": f"{GROUP}/Microsoft.RecoveryServices/vaults/v",
    "policy-id": f"{NETWORK}/serviceEndpointPolicies/p",
    "principal-id": ZERO,
    "address": "10.1.2.3",
    "zone": "example.com",
}

# Flags that 2.45 does not know (the table in checks/az_steps.cc).
NEWER = ["--resolution-policy"]


def filled(match):
    name = match.group(1)
    if name.endswith("-zone-id"):
        return f"{NETWORK}/privateDnsZones/example.com"
    return FILLED.get(name, name)


def az_lines(text):
    """Commands of fenced blocks, scripts and comments that hold a command."""
    lines = []
    for line in text.splitlines():
        line = line.strip()
        line = re.sub(r"^# (?=az )", "", line)
        if not line.startswith("az "):
            continue
        line = re.sub(r" (2>/dev/null )?\|\|$", "", line)
        line = re.sub(r" \| grep .*$", "", line)
        line = re.sub(r" 2>/dev/null$", "", line)
        lines.append(re.sub(r"<([a-z-]+)>", filled, line))
    return list(dict.fromkeys(lines))


class Alias(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Debian's azure-cli asks for a version of the network models that Debian's SDK does not hold."""

    OLD, NEW = "azure.mgmt.network.v2022_01_01", "azure.mgmt.network.v2022_07_01"

    def find_spec(self, name, path=None, target=None):
        if name == self.OLD or name.startswith(self.OLD + "."):
            return importlib.util.spec_from_loader(name, self)
        return None

    def create_module(self, spec):
        return importlib.import_module(self.NEW + spec.name[len(self.OLD):])

    def exec_module(self, module):
        pass


def leave_the_network():
    clone_newuser, clone_newnet = 0x10000000, 0x40000000
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(clone_newuser | clone_newnet) != 0:
        sys.exit("no network namespace could be made: " + os.strerror(ctypes.get_errno()))


def run_one(cli, line):
    """The exit code of az, and what it said; its messages are log records, not text on a stream."""
    said = io.StringIO()
    words = shlex.split(line)[1:]
    listener = logging.StreamHandler(said)
    for name in ("cli", "az"):
        logging.getLogger(name).addHandler(listener)
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = cli.invoke(words, out_file=said)
        except SystemExit as end:
            code = end.code
        except Exception as problem:  # az prints what it caught, and raises the rest
            code = 3
            said.write(repr(problem))
    for name in ("cli", "az"):
        logging.getLogger(name).removeHandler(listener)
    return code, said.getvalue()


def main():
    text = subprocess.run([sys.argv[1]], capture_output=True, text=True, check=True).stdout
    lines = az_lines(text)
    if len(lines) < 50:
        sys.exit(f"only {len(lines)} az lines were found: the text or this test is broken")
    if importlib.util.find_spec("azure") is None or importlib.util.find_spec("azure.cli") is None:
        print("azure-cli is not installed")
        return 77
    leave_the_network()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as home:
        os.environ["AZURE_CONFIG_DIR"] = home
        os.environ["AZURE_CORE_COLLECT_TELEMETRY"] = "no"
        os.environ["HOME"] = home
        sys.meta_path.insert(0, Alias())
        from azure.cli.core import get_default_cli

        wrong = 0
        for line in lines:
            cli = get_default_cli()
            code, said = run_one(cli, line)
            newer = any(flag in line for flag in NEWER)
            signed_out = "az login" in said
            right = code == 2 if newer else signed_out
            if newer and right:
                print(f"newer than 2.45: {line}")
            if not right:
                wrong += 1
                print(f"{code}: {line}\n    {said.strip()[-600:]}")
        print(f"{len(lines)} lines, {wrong} wrong")
        return 1 if wrong else 0


sys.exit(main())
