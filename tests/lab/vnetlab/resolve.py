"""Asks every required server of a plan for every name and says what is not as the plan expects.

The lab's own view of a healthy world, by dnspython and getaddrinfo: nothing of the program in it.
"""
import socket
import sys

import dns.resolver
import yaml

BACKUP_IDS = ("fc1", "fab1", "prot1", "rec2", "ecs1", "id1", "tel1", "wbcm1")


def expectations(plan):
    out = {}
    for vault in plan.get("vaults") or []:
        listed = vault.get("endpoints") or [
            {"fqdn": f"{vault['id']}-ab-pod01-{s}.we.backup.windowsazure.com"} for s in BACKUP_IDS]
        for endpoint in listed:
            name = endpoint["fqdn"]
            if ".backup." in name and ".privatelink." not in name:
                label, _, rest = name.partition(".")
                name = f"{label}.privatelink.{rest}"
            out[name] = endpoint.get("ip")
    for account in plan.get("storage_accounts") or []:
        for service in account["services"]:
            ip = account.get("ip")
            out[f"{account['name']}.{service}.core.windows.net"] = ip.get(service) if isinstance(ip, dict) else ip
    return out


def ask(view, name):
    if "address" not in view:
        return sorted({a[4][0] for a in socket.getaddrinfo(name, 443, socket.AF_INET, socket.SOCK_STREAM)})
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.lifetime, resolver.timeout = [view["address"]], 3, 0.5
    return sorted(r.address for r in resolver.resolve(name + "."))


def wrong_answers(path):
    with open(path, encoding="utf-8") as f:
        plan = yaml.safe_load(f)
    for view in plan.get("resolvers") or [{"name": "system"}]:
        if not view.get("required", True):
            continue
        for name, ip in expectations(plan).items():
            want = sorted(ip) if isinstance(ip, list) else [ip]
            try:
                have = ask(view, name)
            except Exception as error:
                have = [f"{type(error).__name__}: {error}"]
            if have != want if ip else not have[0].startswith("10."):
                yield f"{view['name']}: {name}: {have}, not {want}"


# Plan files on standard input, for each a line of what is wrong.
for line in sys.stdin:
    print("; ".join(wrong_answers(line.strip())), flush=True)
