"""The texts of `vnetprobe fix` of many reports, mendable or not: each has the grammar of its dialect
and is read by the dialect's software, also when somebody forged the report."""

import json
import os
import subprocess
import tempfile
import time

import fix_grammar
import runner

# The reports whose texts are read: every finding of the catalogue that the lab can make, and pairs.
READ = (
    "healthy-azure-dns-only", "blob-zone-not-linked", "backup-zone-not-linked", "no-zone-served", "record-missing",
    "record-stale", "forwarder-missing-on-both", "resolver-unreachable", "hosts-override", "net-timeout", "net-refused",
    "tls-intercepted", "storage-network-denied", "public-open", "egress-open", "entra-unreachable", "backup-ecs-missing",
    "backup-prot-missing", "forwarder-wrong-zone", "forwarder-broken-servfail", "record-hidden-by-fallback", "only-resolver-refuses",
    "resolver-tcp-blocked", "no-private-endpoint", "name-not-found", "address-outside-vnet", "mixed-addresses", "ipv6-public",
    "wrong-zone-name-region", "reserved-zone-linked", "blocked-by-policy", "unstable", "net-unreachable", "firewall-denied-470",
    "tls-cut", "tls-expired", "service-unexpected", "entra-tenant-unknown", "entra-address-overridden", "public-fallback-open",
    "public-undecided-503", "views-disagree-and-nothing-is-expected", "proxy-captures-private", "pair-two-zones-not-linked",
    "triple-three-zones-three-faults", "fix-hosts-two-wrong-lines",
)
# Words of a report, what a forger writes in their place, and where.
FORGED = ("mystorage01", "dc1", "privatelink.blob.core.windows.net", "contoso-rsv", "/etc/hosts", "10.1.3.5")
TO_FORGE = ("forwarder-missing-on-both", "hosts-override", "record-stale", "blob-zone-not-linked", "backup-ecs-missing",
            "public-open", "triple-three-zones-three-faults")
FORGERY = "a\"; reboot; $(reboot) `reboot` ' }; reboot \n reboot"


def fix(binary, path, dialect):
    """(exit code, text, messages)"""
    out = subprocess.run([binary, "fix", path, "--as", dialect], capture_output=True, timeout=30, env=dict(os.environ, **runner.SANITIZERS))
    return out.returncode, out.stdout.decode(), out.stderr.decode()


def forged(value, word):
    if isinstance(value, dict):
        return {k: forged(v, word) for k, v in value.items()}
    if isinstance(value, list):
        return [forged(v, word) for v in value]
    return value.replace(word, FORGERY) if isinstance(value, str) else value


def read_texts(binary, path):
    """One report in every dialect, as it is and forged."""
    name = os.path.splitext(os.path.basename(path))[0]
    out = {"name": f"the texts of {name}", "problems": []}
    start = time.monotonic()
    with open(path, encoding="utf-8") as f:
        report = json.load(f)
    for dialect in fix_grammar.DIALECTS:
        code, text, messages = fix(binary, path, dialect)
        if code != 0:
            out["problems"].append(f"--as {dialect}: exit {code}: {messages[-300:]}")
            continue
        out["problems"] += [f"--as {dialect}: {x}" for x in fix_grammar.problems(text, dialect)]
        for finding in report["findings"]:
            if not finding["suppressed"] and finding["code"] not in text:
                out["problems"].append(f"--as {dialect}: nothing is said of {finding['code']}")
        if not report["findings"] and (fix_grammar.statements(text, dialect) or "Nothing to mend" not in text):
            out["problems"].append(f"--as {dialect}: there is nothing to mend: {text}")
    words = [w for w in FORGED if any(w in json.dumps(f) for f in report["findings"])] if name in TO_FORGE else []
    for word in words:
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as f:
            json.dump(forged(report, word), f)
            f.flush()
            for dialect in fix_grammar.DIALECTS:
                code, text, messages = fix(binary, f.name, dialect)
                if code == 78:  # it is no report any more
                    continue
                problems = [f"exit {code}: {messages[-300:]}"] if code != 0 else fix_grammar.problems(text, dialect)
                problems += [f"a stranger's word: {x}" for x in fix_grammar.statements(text, dialect) if "reboot" in x]
                out["problems"] += [f"--as {dialect}, {word} forged: {x}" for x in problems]
    out["seconds"] = time.monotonic() - start
    return out
