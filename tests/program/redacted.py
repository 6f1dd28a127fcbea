"""What `--redact` promises, held against a report: nobody is named any more in any format, and the report
is judged as before, with the same names for the same things."""

import collections
import ipaddress
import json
import os
import re
import subprocess

FORMATS = ("human", "ndjson", "junit", "tap", "markdown", "html", "prometheus", "nagios")
FOLDER = "/run/vnetlab/redacted"
FIXED = {"168.63.129.16", "169.254.169.254"}
# Views that mean the same everywhere, and words that stand for no tenant.
EVERYBODY = {"azure", "system", "public_resolver", "organizations", "common", "localhost"}


def _strings(value):
    if isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, str):
        yield value


def _named(plan):
    """What the plan calls somebody's own."""
    for vault in plan.get("vaults", []):
        yield from (vault.get(k) for k in ("name", "id", "private_endpoint"))
        yield from (e["fqdn"].split(".")[0] for e in vault.get("endpoints", []))
    for account in plan.get("storage_accounts", []):
        yield from (account.get(k) for k in ("name", "container", "purpose"))
    yield from plan.get("denied_storage_accounts", [])
    yield from (e["name"] for e in plan.get("key_vaults", []))
    yield from (e["fqdn"].split(".")[0] for e in plan.get("endpoints", []))
    for instance in plan.get("managed_instances", []):
        yield from instance["host"].split(".")[:2]
    yield from (e["name"] for e in plan.get("resolvers", []))
    yield (plan.get("entra") or {}).get("tenant")
    yield plan.get("name")


def secrets_of(report):
    names = {n.lower() for n in _named(report["plan"]) if n} | {report["run"]["host"]["hostname"].lower()}
    # A record of Azure Backup behind the vault's number says nothing, and "pod01-fc1" is everybody's.
    names = {n.split("-ab-")[0] for n in names} - EVERYBODY - {""}
    # Not networks: there are so few of 16 bits that one becomes another of the report by chance.
    addresses = set()
    for text in _strings([report["plan"], report["checks"], report["run"]]):
        for found in re.findall(r"(?<![\d.])\d+\.\d+\.\d+\.\d+(?![\d./])", text):
            try:
                address = ipaddress.ip_address(found)
            except ValueError:
                continue
            if not (address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified):
                addresses.add(found)
    return names, addresses - FIXED


def leaks(text, secrets):
    names, addresses = secrets
    lower = text.lower()
    # A plain search first: a report has hundreds of kilobytes, and nearly no name is in it.
    found = [n for n in names if n in lower and re.search(rf"(?<![a-z0-9]){re.escape(n)}(?![a-z0-9])", lower)]
    return found + sorted(addresses & set(re.findall(r"(?<![\d.])\d+\.\d+\.\d+\.\d+(?![\d/])", text)))


def _shape(report):
    """Everything but the names: codes, how many of what, statuses, the verdict."""
    findings = collections.Counter(
        (f["code"], f["severity"], f["suppressed"], f["owner"], len(f["targets"]), len(f["views"]),
         len(f["explains"]), len(f["could_be"]), tuple(r["as"] for r in f["remedies"])) for f in report["findings"])
    checks = [(c["kind"], c["status"], c["because"] is None) for c in report["checks"]]
    return {"findings": findings, "checks": checks, "verdict": report["verdict"], "summary": report["summary"],
            "not proved": len(report["not_proved"])}


def _apart(mine, theirs):
    if isinstance(mine, list) and len(mine) == len(theirs):
        return [f"{i}: {a} and {b}" for i, (a, b) in enumerate(zip(mine, theirs)) if a != b][:5]
    return f"{mine} and {theirs}"


def _one_to_one(pairs):
    there, back = {}, {}
    for a, b in pairs:
        if there.setdefault(a, b) != b or back.setdefault(b, a) != a:
            return f"{a} became {b}, and is not the only one, or was {there[a]} elsewhere"
    return None


def _names(report, redacted):
    """Checks stand in the order of the plan, so the same place is the same check."""
    for a, b in zip(report["checks"], redacted["checks"]):
        yield a["id"], b["id"]
        yield a["target"], b["target"]


def _subjects(report):
    """A finding by what it is about, as far as checks name it."""
    at = {c["id"]: i for i, c in enumerate(report["checks"])}
    targets = {}
    for i, check in enumerate(report["checks"]):
        targets.setdefault(check["target"].split(":")[0], i)
    return sorted((f["code"], sorted(at[i] for i in f["explains"]), sorted(targets.get(t, -1) for t in f["targets"]),
                   targets.get(f["subject"].split(":")[0], -1)) for f in report["findings"])


def problems(binary, path, report):
    """`path` is the report as it was printed."""
    os.makedirs(FOLDER, exist_ok=True)
    out = []
    files = {form: os.path.join(FOLDER, form) for form in FORMATS}
    argv = [binary, "judge", path, "--redact", "-v", "-f", "json"]
    for form, file in files.items():
        argv += ["-o", f"{form}={file}"]
    ended = subprocess.run(argv, capture_output=True, text=True, timeout=60)
    try:
        redacted = json.loads(ended.stdout)
    except ValueError:
        return [f"redact: exit {ended.returncode}: {ended.stderr[-300:]!r}"]
    texts = {"json": ended.stdout, "standard error": ended.stderr}
    for form, file in files.items():
        with open(file, encoding="utf-8") as f:
            texts[form] = f.read()
    secrets = secrets_of(report)
    for form, text in texts.items():
        if found := leaks(text, secrets):
            out.append(f"redact: {form} names {', '.join(found)}")
    saved = os.path.join(FOLDER, "report.json")
    with open(saved, "w", encoding="utf-8") as f:
        f.write(ended.stdout)
    again = subprocess.run([binary, "judge", saved, "-f", "json"], capture_output=True, text=True, timeout=60)
    judged = json.loads(again.stdout)
    for what, other in (("redacted", redacted), ("judged again", judged)):
        mine, theirs = _shape(report), _shape(other)
        out += [f"redact: {key} differ when {what}: {_apart(mine[key], theirs[key])}" for key in mine if mine[key] != theirs[key]]
        if mine["checks"] == theirs["checks"]:
            if wrong := _one_to_one(_names(report, other)):
                out.append(f"redact: {what}: {wrong}")
            if _subjects(report) != _subjects(other):
                out.append(f"redact: subjects differ when {what}: {_subjects(report)} and {_subjects(other)}")
    return out
