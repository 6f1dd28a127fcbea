"""The DNS of a world: BIND as the Internet, BIND as Azure DNS, and the company's own servers.

What surprises a newcomer: BIND with private zones beside those of the Internet behaves as Azure DNS
does: it follows a chain zone by zone, so a linked zone wins in the middle of it, and its SOA stands
in the negative answer. dnsmasq takes the complete chain from whom it forwards to and never asks again for
the privatelink name (azure-facts 4.6): that is why a forwarder for the
privatelink zone alone fails there, and not with BIND or Unbound, which follow aliases themselves.
"""

import json
import os
import socket
import sys

from . import zonefiles
from .processes import RUN, Process, copied, wait_for

DEAD = "100.64.0.54"  # refuses every question: what forwards to it answers SERVFAIL at once
SILENT = "100.64.9.9"  # no such address: silence
COMPANY_SOA = "dc1.contoso.local. hostmaster.contoso.local. 1 900 600 86400 60"

NAMED_OPTIONS = """
options {
  directory "%(dir)s"; pid-file none; session-keyfile none; managed-keys-directory "%(dir)s";
  listen-on { %(listen)s }; listen-on-v6 { none; };
  allow-query { any; }; %(recursion)smax-cache-size 16m;
  dnssec-validation no; empty-zones-enable no; minimal-responses yes; notify no;
  edns-udp-size 1224; max-udp-size 1224; %(more)s
};
controls { };
logging { channel file { stderr; severity warning; }; category default { file; }; };
"""
NAMED = ["-g", "-n", "1", "-U", "1"]


def _write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def _answers(address, port=53):
    """A server answers a question, whatever it says. oddns.py answers this one rightly always."""
    question = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x04vlab\x07invalid\x00\x00\x06\x00\x01"

    def ready():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.settimeout(0.05)
            try:
                s.sendto(question, (address, port))
                return s.recv(4096)[:2] == b"\x12\x34"
            except OSError:
                return False

    return ready


def _stem(zone):
    return "root" if zone == "." else zone


def internet_files(world):
    """{path relative to the server's folder: text} of the server that is the Internet."""
    zones = zonefiles.public_zones(world)
    files = {f"{_stem(zone)}.zone": text for zone, text in zones.items()}
    addresses = [world["public_resolver"]]
    views = [f"view everything {{ match-destinations {{ {'; '.join(addresses)}; }}; recursion yes; allow-recursion {{ any; }};\n"]
    for zone in zones:
        views.append(f'  zone "{zone}" {{ type primary; file "{_stem(zone)}.zone"; }};\n')
    views.append("};\n")
    for role, (address, names) in zonefiles.AUTHORITIES.items():
        addresses.append(address)
        views.append(f"view {role} {{ match-destinations {{ {address}; }}; recursion no;\n")
        views.extend(f'  zone "{zone}" {{ in-view everything; }};\n' for zone in names)
        views.append("};\n")
    addresses.append(DEAD)
    views.append(f"view dead {{ match-destinations {{ {DEAD}; }}; recursion no; allow-query {{ none; }}; }};\n")
    files["named.conf"] = "".join(views)
    return files, addresses


def azure_files(world):
    """Azure DNS: one view for each VNet that it is asked from, with the zones that are linked to it
    and, where none is, those of the Internet. These stand in it too, so that no question waits for
    another server: now and then BIND loses one of many that it forwards at once."""
    public = zonefiles.public_zones(world)
    files = {f"{_stem(zone)}.zone": text for zone, text in public.items()}
    views = ["view internet { match-clients { none; };\n"]
    views += [f'  zone "{zone}" {{ type primary; file "{_stem(zone)}.zone"; }};\n' for zone in public]
    views.append("};\n")
    addresses = []
    for name, vnet in world["azure"].items():
        addresses.append(vnet["address"])
        linked = {z: r for z, r in world["private_zones"].items() if z not in vnet["unlinked"]}
        linked.update(vnet["extra_zones"] or {})
        views.append(f"view {name} {{ match-destinations {{ {vnet['address']}; }}; recursion yes;\n")
        for zone, records in linked.items():
            records = dict(records or {})
            if zone in vnet["redirect"]:
                records.update(_redirected(world, zone, records))
            file = f"{name}-{zone}.zone"
            files[file] = zonefiles.private_zone_text(zone, records)
            views.append(f'  zone "{zone}" {{ type primary; file "{file}"; }};\n')
        views += [f'  zone "{zone}" {{ in-view internet; }};\n' for zone in public if zone not in linked]
        if vnet["blocked"]:
            rules = {n: "CNAME blockpolicy.azuredns.invalid." for n in vnet["blocked"]}
            files[f"{name}-policy.zone"] = zonefiles.zone_text(
                "policy.lab", "localhost. nobody.localhost. 1 3600 300 2419200 60", rules, ttl=1006632960)
            files[f"{name}-block.zone"] = zonefiles.zone_text(
                "blockpolicy.azuredns.invalid", zonefiles.BLOCK_SOA, {})
            views.append('  response-policy { zone "policy.lab"; } qname-wait-recurse no;\n'
                         f'  zone "policy.lab" {{ type primary; file "{name}-policy.zone"; }};\n'
                         f'  zone "blockpolicy.azuredns.invalid" {{ type primary; file "{name}-block.zone"; }};\n')
        views.append("};\n")
    files["named.conf"] = "".join(views)
    return files, addresses


def _redirected(world, zone, records):
    """NxDomainRedirect as data: a name that the zone lacks is answered as the Internet would
    (azure-facts 4.8), while the zone's SOA stays."""
    suffix = f".{zone}."
    return {
        name[: -len(suffix)]: values
        for name, values in zonefiles.public_records(world).items()
        if name.endswith(suffix) and name[: -len(suffix)] not in records
    }


def _targets(world, spec):
    """{zone: address} of a company server's forwarders."""
    known = {"azure": world["azure"]["vm"]["address"], "hub": world["azure"]["hub"]["address"],
             "public": world["public_resolver"], "dead": DEAD, "silent": SILENT}
    known.update({n: r["address"] for n, r in world["resolvers"].items()})
    return {zone: known.get(t, t) for zone, t in (spec.get("forward") or {}).items()}


def unbound_files(world, spec, folder):
    lines = [
        "server:", f"  interface: {spec['address']}", "  access-control: 0.0.0.0/0 allow", '  username: ""', '  chroot: ""',
        f'  directory: "{folder}"', '  pidfile: ""', "  use-syslog: no", "  verbosity: 0", '  module-config: "iterator"',
        "  do-ip6: no", "  do-not-query-localhost: no", "  num-threads: 1", "  msg-cache-size: 1m", "  rrset-cache-size: 1m",
        "  key-cache-size: 1m", "  outgoing-range: 64", "  num-queries-per-thread: 128", f'  root-hints: "{folder}/root.hints"',
        "  edns-buffer-size: 1232", "  unknown-server-time-limit: 50",
    ]
    files = {"root.hints": ". 3600 IN NS ns-root.lab-servers.net.\n"
                           f"ns-root.lab-servers.net. 3600 IN A {zonefiles.AUTHORITIES['root'][0]}\n"}
    for name, values in (spec.get("hosts") or {}).items():
        for value in values if isinstance(values, list) else [values]:
            kind = "AAAA" if ":" in value else "A"
            lines.append(f'  local-data: "{zonefiles.fqdn(name)} 3600 IN {kind} {value}"')
    for zone in spec.get("refuse") or []:
        lines.append(f'  local-zone: "{zonefiles.fqdn(zone)}" always_refuse')
    for zone in spec.get("deny") or []:
        lines.append(f'  local-zone: "{zonefiles.fqdn(zone)}" always_deny')
    for zone, target in _targets(world, spec).items():
        lines += ["forward-zone:", f'  name: "{zonefiles.fqdn(zone)}"', f"  forward-addr: {target}"]
    for zone in spec.get("servfail") or []:
        lines += ["forward-zone:", f'  name: "{zonefiles.fqdn(zone)}"', f"  forward-addr: {DEAD}"]
    for zone, records in (spec.get("zones") or {}).items():
        files[f"{zone}.zone"] = zonefiles.private_zone_text(zone, records, spec.get("soa", COMPANY_SOA))
        lines += ["auth-zone:", f'  name: "{zonefiles.fqdn(zone)}"', f'  zonefile: "{folder}/{zone}.zone"',
                  "  for-upstream: yes", "  for-downstream: yes", "  fallback-enabled: no"]
    files["unbound.conf"] = "\n".join(lines) + "\n"
    return files


def dnsmasq_files(world, spec, folder):
    lines = ["no-resolv", "no-hosts", "bind-interfaces", "port=53", f"listen-address={spec['address']}",
             "except-interface=lo-none", "user=root", "group=root",
             # It would keep the tail of a chain and answer the privatelink name by it, or not: by order of asking.
             "cache-size=0", "keep-in-foreground", "pid-file", "log-facility=-"]
    for zone, target in _targets(world, spec).items():
        lines.append(f"server={target}" if zone == "." else f"server=/{zone}/{target}")
    for zone in spec.get("servfail") or []:
        lines.append(f"server=/{zone}/{DEAD}")
    for name, values in (spec.get("hosts") or {}).items():
        for value in values if isinstance(values, list) else [values]:
            lines.append(f"host-record={name},{value}")
    for zone, records in (spec.get("zones") or {}).items():
        lines.append(f"local=/{zone}/")
        for name, values in records.items():
            for value in values if isinstance(values, list) else [values]:
                lines.append(f"host-record={name}.{zone},{value}")
    return {"dnsmasq.conf": "\n".join(lines) + "\n"}


def bind_files(world, spec, folder):
    files = {"root.hints": ". 3600 IN NS ns-root.lab-servers.net.\n"
                           f"ns-root.lab-servers.net. 3600 IN A {zonefiles.AUTHORITIES['root'][0]}\n"}
    targets = _targets(world, spec)
    lines = []
    if "." not in targets:
        lines.append('zone "." { type hint; file "root.hints"; };')
    targets.update({zone: DEAD for zone in spec.get("servfail") or []})
    for zone, target in targets.items():
        if zone != ".":
            lines.append(f'zone "{zone}" {{ type forward; forward only; forwarders {{ {target}; }}; }};')
    for zone, records in (spec.get("zones") or {}).items():
        files[f"{zone}.zone"] = zonefiles.private_zone_text(zone, records, spec.get("soa", COMPANY_SOA))
        lines.append(f'zone "{zone}" {{ type primary; file "{zone}.zone"; }};')
    for i, (name, values) in enumerate((spec.get("hosts") or {}).items()):
        files[f"host{i}.zone"] = zonefiles.private_zone_text(name, {"@": values}, COMPANY_SOA)
        lines.append(f'zone "{name}" {{ type primary; file "host{i}.zone"; }};')
    files["named.conf"] = "\n".join(lines) + "\n"
    return files, f"forward only; forwarders {{ {targets['.']}; }};" if "." in targets else ""


class NameServers:
    """The running name servers. `apply` makes them those of a world and touches only what differs."""

    def __init__(self):
        self.running = {}  # name -> (what it was started with, Process)

    def _named(self, name, files, addresses, more=""):
        folder = os.path.join(RUN, "dns", name)
        conf = NAMED_OPTIONS % {
            "dir": folder, "listen": " ".join(f"{a};" for a in addresses), "more": more,
            # The Internet's servers say so view by view.
            "recursion": "" if name == "internet" else "allow-recursion { any; }; "}
        files = dict(files, **{"named.conf": conf + files["named.conf"]})
        return self._wanted(name, "/usr/sbin/named", [*NAMED, "-c", f"{folder}/named.conf"], files, addresses[0])

    @staticmethod
    def _wanted(name, binary, args, files, address):
        return {"name": name, "binary": binary, "args": args, "files": files, "address": address}

    def _company(self, world, name, spec):
        folder = os.path.join(RUN, "dns", name)
        software = spec["software"]
        if software == "unbound":
            files = unbound_files(world, spec, folder)
            return self._wanted(name, "/usr/sbin/unbound", ["-d", "-c", f"{folder}/unbound.conf"], files, spec["address"])
        if software == "dnsmasq":
            files = dnsmasq_files(world, spec, folder)
            return self._wanted(name, "/usr/sbin/dnsmasq", ["--conf-file=" + f"{folder}/dnsmasq.conf"], files, spec["address"])
        if software == "bind":
            files, more = bind_files(world, spec, folder)
            return self._named(name, files, [spec["address"]], more)
        if software == "odd":
            files = {"odd.json": json.dumps({"listen": spec["address"], "forward": _targets(world, spec), **spec.get("odd", {})})}
            return self._wanted(name, sys.executable, ["-m", "vnetlab.oddns", f"{folder}/odd.json"], files, spec["address"])
        raise ValueError(f"resolver {name}: software is unbound, dnsmasq, bind or odd, not {software}")

    def addresses(self, world):
        """Every address that a name server of this world has."""
        own = [a for _, (a, _) in zonefiles.AUTHORITIES.items()]
        own += [DEAD, world["public_resolver"]]
        own += [v["address"] for v in world["azure"].values()]
        own += [r["address"] for r in world["resolvers"].values() if r.get("software") != "none"]
        return own

    def apply(self, world):
        wanted = [self._named("internet", *internet_files(world)), self._named("azure", *azure_files(world))]
        for name, spec in world["resolvers"].items():
            if spec.get("software") != "none":  # none: an address where nobody answers on port 53
                wanted.append(self._company(world, name, spec))
        wanted = {w["name"]: w for w in wanted}
        same = {n: w for n, (w, _) in self.running.items()} == wanted
        if same:
            return
        keep_internet = "internet" in self.running and self.running["internet"][0] == wanted["internet"]
        for name in list(self.running):
            # All that caches starts afresh: an answer of the last world must not show in this one.
            if not (name == "internet" and keep_internet):
                self.running.pop(name)[1].stop()
        started = []
        for name, want in wanted.items():
            if name in self.running:
                continue
            folder = os.path.join(RUN, "dns", name)
            for file, text in want["files"].items():
                _write(os.path.join(folder, file), text)
            own_python = want["binary"] == sys.executable
            argv = [sys.executable if own_python else copied(want["binary"]), *want["args"]]
            cwd = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) if own_python else folder
            process = Process(name, argv, cwd=cwd)
            self.running[name] = (want, process)
            started.append((want, process))
        for want, process in started:
            wait_for(_answers(want["address"]), process)

    def stop(self):
        for _, process in self.running.values():
            process.stop()
        self.running.clear()
