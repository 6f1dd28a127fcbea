"""A world: the base company (contoso.yaml) with a scenario's overlay on it, as plain data.

What surprises a newcomer: a scenario never says how a server is configured. It says what the
company did ("this zone is not linked", "dc1 forwards only these zones"), and nameservers.py,
doors.py and network.py make real servers of it.
"""

import copy
import glob
import ipaddress
import json
import os

import yaml

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# Maps in a plan that become lists in the plan file, and the key that names an element.
PLAN_LISTS = {
    "resolvers": "name",
    "vaults": "name",
    "storage_accounts": "name",
    "managed_instances": "host",
    "key_vaults": "name",
    "endpoints": "fqdn",
}
SCENARIO_KEYS = {"name", "story", "with", "expect", "family", "plan_text"}


def merge(base, overlay):
    """Maps are merged key by key, null takes a key away, anything else replaces."""
    if not isinstance(base, dict) or not isinstance(overlay, dict):
        return copy.deepcopy(overlay)
    out = dict(base)
    for key, value in overlay.items():
        if value is None:
            out.pop(key, None)
        else:
            out[key] = merge(out.get(key), value)
    return out


def _load(path):
    with open(path, encoding="utf-8") as f:
        return yaml.load(f, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}


def load_base():
    return _load(os.path.join(HERE, "contoso.yaml"))


def load_scenarios(folder=os.path.join(HERE, "scenarios")):
    """All scenarios by name, in the order of the files. `mixins` are shared by every file."""
    mixins, scenarios = {}, {}
    for path in sorted(glob.glob(os.path.join(folder, "*.yaml"))):
        data = _load(path)
        for name, overlay in (data.get("mixins") or {}).items():
            if name in mixins:
                raise ValueError(f"{path}: mixin {name} is there twice")
            mixins[name] = overlay
        family = os.path.splitext(os.path.basename(path))[0]
        for scenario in data.get("scenarios") or []:
            if scenario["name"] in scenarios:
                raise ValueError(f"{path}: scenario {scenario['name']} is there twice")
            scenarios[scenario["name"]] = dict(scenario, family=family)
    return mixins, scenarios


def _with_mixins(world, overlay, mixins):
    for name in overlay.get("with", []):
        if name not in mixins:
            raise ValueError(f"no mixin is called {name}")
        world = _with_mixins(world, mixins[name], mixins)
    return merge(world, {k: v for k, v in overlay.items() if k not in SCENARIO_KEYS})


def make_world(scenario, mixins, base=None):
    """The world of one scenario. Its `expect` is the base's with the scenario's keys."""
    base = base or load_base()
    world = _with_mixins(base, scenario, mixins)
    unknown = set(world) - set(base)
    if unknown:
        raise ValueError(f"{scenario['name']}: unknown key {', '.join(sorted(unknown))}")
    _fill_in(world)
    world["name"] = scenario["name"]
    world["story"] = scenario.get("story", "")
    world["family"] = scenario.get("family", "")
    world["expect"] = merge(base["expect"], scenario.get("expect", {}))
    return world


def bare_records(world):
    """{name: address} of every private endpoint, under the name that programs connect to: the
    public one, and for Backup the private one, which has no public form (azure-facts 2.3)."""
    out = {}
    for zone, records in world["private_zones"].items():
        suffix = zone if ".backup." in zone else zone.replace("privatelink.", "", 1)
        out.update({f"{label}.{suffix}": address for label, address in records.items()})
    return out


def _fill_in(world):
    """Words of a scenario that stand for much data.

    resolvers.X.own_zones: [ZONE] or all   the server keeps zones of its own with the right records
    resolvers.X.bare: true                 it keeps a bare record of every private endpoint
    system.pins: true                      the hosts file holds every private endpoint
    """
    for spec in world["resolvers"].values():
        own = spec.pop("own_zones", [])
        if own:
            zones = {z: world["private_zones"][z] for z in (world["private_zones"] if own == "all" else own)}
            spec["zones"] = merge(zones, spec.get("zones") or {})
        if spec.pop("bare", False):
            spec["hosts"] = merge(bare_records(world), spec.get("hosts") or {})
    if any(spec.get("software") == "bind" for spec in world["resolvers"].values()):
        # Asked for fifty names at once, BIND now and then loses one that it forwards, and asks again
        # after 1.2 s: the probe waits longer than that, as it does by default.
        world["args"] = ["2" if word == "1" else word for word in world["args"]]
    if world["system"].pop("pins", False):
        pins = [f"{address} {name}" for name, address in bare_records(world).items()]
        world["system"]["hosts"] = world["system"]["hosts"] + pins


def _listed(value):
    if isinstance(value, dict):
        out = {}
        for key, inner in value.items():
            name = PLAN_LISTS.get(key)
            if name and isinstance(inner, dict):
                out[key] = [{name: n, **_listed(item or {})} for n, item in inner.items()]
            else:
                out[key] = _listed(inner)
        return out
    return value


def plan_file(world):
    """The text of the plan file."""
    return yaml.safe_dump(_listed(world["plan"]), sort_keys=False, width=160)


def az_files(world):
    """The texts that `az` entries stand for."""
    out = []
    for entry in world["az"]:
        name, changes = next(iter(entry.items())) if isinstance(entry, dict) else (entry, {})
        with open(os.path.join(os.path.dirname(HERE), "probe", "plan", "fixtures", "az", f"{name}.json"), encoding="utf-8") as f:
            out.append(json.dumps(merge(json.load(f), changes)))
    return out


def door_address(key):
    """(address, port) of a door's key: "10.1.2.4", "10.1.2.4:80" or "[fd00::1]:443"."""
    text = str(key)
    try:
        return str(ipaddress.ip_address(text.strip("[]"))), 443
    except ValueError:
        address, _, port = text.rpartition(":")
        return address.strip("[]"), int(port)
