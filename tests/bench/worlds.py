"""What is measured: the plan of eighteen endpoints, and plans of as many storage accounts as wanted."""

EIGHTEEN = ["eighteen-endpoints", "dc1", "azure-required"]
# A managed instance takes the place of one account: the longest chain is in it.
WITH_INSTANCE = {"storage_accounts": {"mystorage04": None},
                 "managed_instances": {"mysqlmi01.a1b2c3d4e5f6.database.windows.net": {"ip": "10.1.1.10"}}}
PUBLIC_RESOLVER = "203.0.113.53"


def eighteen(rtt_ms=0, public_resolver=False):
    plan = dict(WITH_INSTANCE, **({"public_resolver": PUBLIC_RESOLVER} if public_resolver else {}))
    return {"name": "eighteen", "with": EIGHTEEN, "plan": plan, "net": {"rtt_ms": rtt_ms}}


def one_of_three_dead(rtt_ms):
    world = eighteen(rtt_ms)
    world["plan"] = dict(world["plan"], resolvers={"dead": {"address": "10.1.0.99"}})
    return world


def accounts(count, public_access="disabled"):
    """`count` storage accounts, one view, every one of them answering at an address of its own. Their public
    endpoints must refuse and are asked, unless `public_access` says otherwise."""
    names = {f"load{i:05d}": f"10.1.{64 + i // 250}.{1 + i % 250}" for i in range(count)}
    door = {"is": "storage", "stamp": "db4prdstr22a", "service": "blob", "answer": "storage_409_PublicAccessNotPermitted"}
    return {
        "name": f"accounts-{count}",
        "private_zones": {"privatelink.blob.core.windows.net": dict(names)},
        "storage_accounts": {n: {"stamp": "db4prdstr22a", "pe": True, "services": ["blob"]} for n in names},
        "doors": {address: door for address in names.values()},
        "plan": {"vaults": None, "denied_storage_accounts": None, "entra": False, "public_resolver": PUBLIC_RESOLVER,
                 "storage_accounts": {"mystorage01": None, **{n: {"services": ["blob"], "ip": a, "public_access": public_access} for n, a in names.items()}}},
    }


def destinations(plan):
    """(name, address, port) of every endpoint of a world's plan, for who asks them one by one."""
    for vault in plan.get("vaults", {}).values():
        for name, endpoint in vault["endpoints"].items():
            private = name.replace(".we.backup.", ".privatelink.we.backup.")
            yield private, endpoint["ip"], 443
    for account, told in plan.get("storage_accounts", {}).items():
        for service in told["services"]:
            ip = told["ip"]
            yield f"{account}.{service}.core.windows.net", ip[service] if isinstance(ip, dict) else ip, 443
    for host, told in plan.get("managed_instances", {}).items():
        yield host, told["ip"], 1433


def by_hand(world, ca_file=None):
    """The loop that the program takes the place of: dig per view, nc, openssl s_client, curl."""
    servers = [told["address"] for told in world["plan"]["resolvers"].values()]
    anchors = ["-CAfile", ca_file] if ca_file else []
    commands = []
    for name, address, port in destinations(world["plan"]):
        commands += [["dig", f"@{server}", name, "A"] for server in servers]
        commands.append(["nc", "-z", "-w", "5", address, str(port)])
        if port != 443:
            continue
        commands.append(["openssl", "s_client", "-connect", f"{address}:{port}", "-servername", name, *anchors])
        commands.append(["curl", "-s", "-o", "/dev/null", *(["--cacert", ca_file] if ca_file else []),
                         "--connect-to", f"{name}:443:{address}:443", f"https://{name}/"])
    return commands
