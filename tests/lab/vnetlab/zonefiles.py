"""Zone files: what Azure's private zones, and the Internet around them, hold.

Private zones have the SOA of azure-facts 4.3. Public zones have public MNAMEs; where no capture
named one, the one of windowsazure.com (azure-facts 2.3) stands in: nothing may depend on it but
that it is not azureprivatedns.net.
"""

PRIVATE_SOA = "azureprivatedns.net. azureprivatedns-host.microsoft.com. 1 3600 300 2419200 10"
PUBLIC_SOA = "ns1-205.azure-dns.com. azuredns-hostmaster.microsoft.com. 1 3600 300 2419200 60"
BLOCK_SOA = "ns1.azure-dns.com. support.azure.com. 1000 3600 600 1800 60"  # azure-facts 4.4
ROOT_SOA = "a.root-servers.net. nstld.verisign-grs.com. 2026112200 1800 900 604800 86400"

STORAGE_ZONES = [f"{s}.core.windows.net" for s in ("blob", "queue", "file", "table", "dfs", "web")]
# Which server answers for which public zones; more than one, so that a resolver that does its own
# recursion meets each zone cut and each alias as it would outside.
AUTHORITIES = {
    "root": ("198.41.0.4", ["."]),
    "tld": ("192.5.6.30", ["com", "net"]),
    "microsoft": (
        "40.90.4.205",
        ["windows.net", "windowsazure.com", "microsoftonline.com", "microsoft.com", "msidentity.com",
         "akadns.net", "trafficmanager.net", "azure.com", "azure.net"],
    ),
    "storage": ("40.90.4.206", STORAGE_ZONES),
    "privatelink": ("40.90.4.207", ["privatelink." + z for z in STORAGE_ZONES]),
    "stamps": ("40.90.4.208", ["store.core.windows.net"]),
    "example": ("199.43.135.53", ["example.com"]),
}


def fqdn(name):
    return name if name.endswith(".") else name + "."


def _record_lines(owner, values, ttl):
    for value in values if isinstance(values, list) else [values]:
        if " " not in str(value):
            value = f"{'AAAA' if ':' in str(value) else 'A'} {value}"
        yield f"{owner} {ttl} IN {value}"


def zone_text(zone, soa, records, ttl=60, soa_ttl=None, ns=None):
    """A zone file. `records` maps owners (relative, or absolute with a final dot) to values."""
    origin = fqdn(zone)
    lines = [
        f"$ORIGIN {origin}",
        f"@ {ttl if soa_ttl is None else soa_ttl} IN SOA {soa}",
        f"@ {ttl} IN NS {ns or soa.split()[0]}",
    ]
    for owner, values in records.items():
        lines.extend(_record_lines(owner, values, ttl))
    return "\n".join(lines) + "\n"


def private_zone_text(zone, records, soa=PRIVATE_SOA):
    return zone_text(zone, soa, records, ttl=10)


def public_records(world):
    """Every public name of the world, absolute, with its records."""
    records = {}
    for account, facts in world["storage_accounts"].items():
        for service in facts["services"]:
            name = f"{account}.{service}.core.windows.net."
            alias = f"{account}.privatelink.{service}.core.windows.net."
            stamp = f"CNAME {service}.{facts['stamp']}.store.core.windows.net."
            if facts.get("pe"):
                records[name] = f"CNAME {alias}"
                records[alias] = stamp
            else:
                records[name] = stamp
    for stamp, services in world["stamps"].items():
        for service, address in services.items():
            records[f"{service}.{stamp}.store.core.windows.net."] = address
    for name, values in world["public_names"].items():
        records[fqdn(name)] = values
    return records


def public_zones(world):
    """{zone: text} of the whole Internet of this world."""
    server_of = {zone: role for role, (_, zones) in AUTHORITIES.items() for zone in zones}
    zones = {zone: {} for zone in server_of}

    def zone_of(name):
        labels = name.rstrip(".").split(".")
        for i in range(len(labels)):
            zone = ".".join(labels[i:])
            if zone in zones:
                return zone
        return "."

    for name, values in public_records(world).items():
        zones[zone_of(name)][name] = values
    for role, (address, _) in AUTHORITIES.items():  # glue above, the records themselves below
        zones["."][f"ns-{role}.lab-servers.net."] = address
        zones["net"][f"ns-{role}.lab-servers.net."] = address
    texts = {}
    for zone, records in zones.items():
        # Delegations: every zone of another server whose parent is this one.
        for child, role in server_of.items():
            if child != zone and child != "." and _parent(child, zones) == zone and role != server_of[zone]:
                records[fqdn(child)] = f"NS ns-{role}.lab-servers.net."
        soa = ROOT_SOA if zone == "." else PUBLIC_SOA
        texts[zone] = zone_text(zone, soa, records, ns=f"ns-{server_of[zone]}.lab-servers.net.")
    return texts


def _parent(zone, zones):
    labels = zone.split(".")
    for i in range(1, len(labels)):
        if ".".join(labels[i:]) in zones:
            return ".".join(labels[i:])
    return "."
