#!/usr/bin/python3
"""Runs with no arguments in the test VNet: instance metadata and Azure Resource Manager in every state
that they are met in, and the token found in nothing that the program writes.

  discovery.py --binary VNETPROBE
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
SCHEMA = os.path.join(HERE, "..", "..", "reports", "report.schema.json")
sys.path.insert(0, os.path.join(HERE, "..", "lab"))
from vnetlab import credentials, estate, lab, world  # noqa: E402

TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.cGxhbnRlZC10b2tlbi1vZi10aGUtbGFi.c2lnbmF0dXJl"
ARM, IMDS, MSI = "20.42.74.64", "169.254.169.254:80", "169.254.255.2:8081"
PROXY = "203.0.113.8:3128"
SIGN_IN = ("login.microsoftonline.com", "login.microsoft.com", "login.windows.net")
FORMATS = ("human", "json", "ndjson", "junit", "tap", "markdown", "html", "prometheus", "nagios")
NIC_RIGHTS = ["Microsoft.Network/virtualNetworks/read", "Microsoft.Network/privateEndpoints/read",
              "Microsoft.Network/privateEndpoints/privateDnsZoneGroups/read"]
INSTANCE = {
    "compute": {"azEnvironment": "AzurePublicCloud", "location": "westeurope", "name": "vm-sql", "resourceGroupName": "rg-backup",
                "subscriptionId": estate.SUBSCRIPTION, "resourceId": estate.MACHINE, "tagsList": [{"name": "owner", "value": "dba"}]},
    "network": {"interface": [{"ipv4": {"ipAddress": [{"privateIpAddress": "10.1.0.10", "publicIpAddress": ""}],
                                        "subnet": [{"address": "10.1.0.0", "prefix": "24"}]},
                               "ipv6": {"ipAddress": []}, "macAddress": "02000A01000A"}]}}
CONTOSO = ["contoso-rsv", "mystorage01"]


def two_networks():
    made = estate.contoso()
    made.network("vnet-old", ["10.1.0.0/16"], {"snet-vm": "10.1.0.0/24", "snet-pe": "10.1.9.0/24"})
    return made.endpoint("pe-old", "vnet-old/snet-pe", "account", "oldstorage01", "blob",
                         {"oldstorage01.blob.core.windows.net": "10.1.9.5"}, ["privatelink.blob.core.windows.net"])


def many():
    made = estate.Estate()
    made.network("vnet-weu", ["10.1.0.0/16"], {"snet-vm": "10.1.0.0/24", "snet-pe": "10.1.4.0/22"})
    made.machine("vnet-weu", "snet-vm", "10.1.0.10", "02-00-0A-01-00-0A")
    for i in range(300):
        made.endpoint(f"pe-{i:03}", "vnet-weu/snet-pe", "account", f"st{i:03}", "blob",
                      {f"st{i:03}.blob.core.windows.net": f"10.1.{4 + i // 200}.{1 + i % 200}"}, ["privatelink.blob.core.windows.net"])
    return made


def no_group():
    made = estate.contoso()
    made.at[f"{estate.network_id('privateEndpoints', 'pe-st')}/privateDnsZoneGroups"] = []
    return made


# What is different from a machine with the reader role, and what must come out. `gaps`: what could not be
# learnt, exactly; `why`: words of the first; `names`: vaults and accounts of the plan.
ROWS = (
    {"name": "identity with reader role", "exit": 0, "names": CONTOSO, "gaps": [], "identity": "metadata"},
    {"name": "identity without rights", "arm": {"rights": []}, "exit": 3, "names": [], "identity": "metadata",
     "gaps": ["network interfaces", "virtual networks", "private endpoints"], "why": "HTTP 403 AuthorizationFailed",
     "message": "could not be read: HTTP 403 AuthorizationFailed"},
    {"name": "right to the endpoints alone", "arm": {"rights": NIC_RIGHTS}, "exit": 0, "names": CONTOSO, "identity": "metadata",
     "gaps": ["network interfaces", "Recovery Services vaults", "storage accounts", "managed instances", "links of private zones"],
     "why": "Microsoft.Network/networkInterfaces/read", "addresses": "zone groups"},
    {"name": "no identity", "imds": {"token": ""}, "exit": 3, "names": [], "identity": "",
     "gaps": ["the private endpoints of this virtual network"], "why": "Identity not found", "lines": True},
    {"name": "no instance metadata", "imds": None, "exit": 3, "names": [], "identity": "",
     "gaps": ["the private endpoints of this virtual network"], "problem": "nobody answers at 169.254.169.254", "lines": True},
    {"name": "no instance metadata, and nobody at Azure DNS's address", "imds": None, "drop": ["168.63.129.16"], "exit": 1, "names": [],
     "identity": "", "gaps": ["the private endpoints of this virtual network"], "problem": "nobody answers at 169.254.169.254",
     "finding": ["env.not-in-azure", "info", "vm01"], "lines": True},
    {"name": "no instance metadata, a token endpoint", "imds": None, "msi": True, "exit": 0, "names": CONTOSO, "gaps": [],
     "identity": "endpoint", "problem": "nobody answers at 169.254.169.254"},
    {"name": "Container Instances: the token path alone", "imds": {"instance": None}, "exit": 0, "names": CONTOSO, "gaps": [],
     "identity": "metadata", "problem": "instance metadata answers HTTP 404"},
    {"name": "a stranger at instance metadata", "imds": {"stranger": True}, "exit": 3, "names": [], "identity": "",
     "gaps": ["the private endpoints of this virtual network"],
     "problem": "somebody else answers at 169.254.169.254 (HTTP 403)", "lines": True},
    {"name": "throttled once", "arm": {"throttle": 1, "after": 1}, "exit": 0, "names": CONTOSO, "gaps": [], "identity": "metadata",
     "tries": 2},
    {"name": "throttled for longer than there is time", "arm": {"throttle": 1000, "after": 900}, "exit": 3, "names": [],
     "identity": "metadata", "gaps": ["network interfaces", "virtual networks", "private endpoints"], "why": "it asks to wait 900 s"},
    {"name": "two networks of the same addresses", "estate": two_networks, "exit": 0, "names": CONTOSO, "identity": "metadata",
     "gaps": ["1 private endpoints of other virtual networks"]},
    {"name": "two networks, and nothing tells them apart", "estate": two_networks, "arm": {"rights": NIC_RIGHTS}, "exit": 3, "names": [],
     "identity": "metadata", "gaps": ["network interfaces", "the virtual network of this machine"],
     "message": "fits 2 virtual networks: vnet-weu, vnet-old"},
    {"name": "300 private endpoints over three pages", "estate": many, "arm": {"page": 100}, "verb": "plan", "exit": 0,
     "pages": 3, "names": [f"st{i:03}" for i in range(300)]},
    {"name": "the next page is elsewhere", "estate": many, "arm": {"page": 100, "stray": "evil.example"}, "verb": "plan", "exit": 0,
     "names": [f"st{i:03}" for i in range(100)], "stderr": "the next page is on another host than management.azure.com"},
    {"name": "somebody in the way to ARM", "arm": {"fault": "intercepted"}, "exit": 3, "names": [], "identity": "metadata",
     "gaps": ["network interfaces", "virtual networks", "private endpoints"], "why": "no trusted connection to management.azure.com"},
    {"name": "a proxy on the way to the Internet, and nothing else", "proxies": ["https_proxy"], "exit": 0, "names": CONTOSO, "gaps": [],
     "identity": "metadata"},
    {"name": "a proxy, and a sign-in host that goes past it", "proxies": ["https_proxy"], "no_proxy": SIGN_IN[0], "federated": True, "exit": 0,
     "names": CONTOSO, "gaps": [], "identity": "federated"},
    {"name": "a proxy, and ARM past it", "proxies": ["https_proxy"], "no_proxy": ".azure.com", "exit": 0, "names": CONTOSO, "gaps": [],
     "identity": "metadata"},
    {"name": "an endpoint without a zone group", "estate": no_group, "exit": 0, "names": CONTOSO, "gaps": [], "identity": "metadata",
     "state": ["pe-st", "warn", "ARM lists no zone group of private endpoint pe-st."]},
)


def past(row, host):
    return "no_proxy" in row and host.endswith(row["no_proxy"])


def door_log(path):
    with open(path, encoding="utf-8") as file:
        return [request.strip().splitlines() for request in file.read().split("\n\n") if request.strip()]


class Bench:
    def __init__(self, binary, scratch):
        import jsonschema

        self.binary, self.scratch, self.vnet = binary, scratch, lab.Lab()
        self.mixins, _ = world.load_scenarios()
        with open(SCHEMA, encoding="utf-8") as file:
            self.schema = jsonschema.Draft7Validator(json.load(file))
        self.wrong = []

    def file(self, name):
        return os.path.join(self.scratch, name)

    def apply(self, row):
        for name in ("imds.log", "arm.log", "proxy.log"):
            open(self.file(name), "w", encoding="utf-8").close()
        path = self.file(f"estate-{row['name'].replace(' ', '-')}.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump((row.get("estate") or estate.contoso)().lists(), file)
        arm = {"is": "arm", "name": row["name"], "token": TOKEN, "rights": "reader", "estate": path, "log": self.file("arm.log"),
               **row.get("arm", {})}
        proxy = {"is": "proxy", "plain": True, "log": self.file("proxy.log"), "to": {"management.azure.com:443": ARM}}
        proxy["to"].update({f"{host}:443": "20.190.151.6" for host in SIGN_IN})
        doors = {ARM: arm, PROXY: proxy}
        if row.get("imds", {}) is not None:
            doors[IMDS] = {"is": "imds", "plain": True, "instance": INSTANCE, "token": TOKEN, "log": self.file("imds.log"), **row.get("imds", {})}
        environment = {name: f"http://{PROXY}" for name in ("http_proxy", "HTTP_PROXY", *row.get("proxies", ()))}
        if row.get("no_proxy"):
            environment["no_proxy"] = row["no_proxy"]
        if row.get("federated"):
            environment.update(AZURE_FEDERATED_TOKEN_FILE=self.file("assertion"), AZURE_TENANT_ID="7d9a5c3e-0f4b-4c7a-9a52-2f6f0c1d8e11",
                               AZURE_CLIENT_ID="11111111-2222-3333-4444-555555555555")
            with open(self.file("assertion"), "w", encoding="utf-8") as file:
                file.write(credentials.ASSERTION)
            arm["token"] = credentials.TOKEN
        if row.get("msi"):
            doors[MSI] = {"is": "msi", "plain": True, "token": TOKEN, "header": "planted-" + TOKEN[-11:]}
            environment.update(IDENTITY_ENDPOINT=f"http://{MSI}/msi/token", IDENTITY_HEADER=doors[MSI]["header"])
        self.vnet.apply(world.make_world({
            "name": row["name"], "doors": doors, "environment": environment,
            "net": {"drop": [f"{ARM}:443"] if row.get("proxies") and not past(row, "management.azure.com") else row.get("drop", [])},
            "public_names": {"management.azure.com": f"A {ARM}"}}, self.mixins))

    def run(self, row):
        self.apply(row)
        verb = row.get("verb", "run")
        argv = [self.binary, verb, "--ca-file", self.vnet.certificates.ca_file, "--timeout", "1", "--deadline", "30"]
        argv += ["-f", "json"] if verb == "plan" else [w for f in FORMATS for w in ("-o", f"{f}={self.file(f)}")]
        ended = self.vnet.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        written = {"standard output": ended.stdout, "standard error": ended.stderr}
        if verb == "run":
            for form in FORMATS:
                if not os.path.exists(self.file(form)):
                    self.wrong.append(f"{row['name']}: no {form} report; exit {ended.returncode}: {ended.stderr[-800:]}")
                    return
                with open(self.file(form), encoding="utf-8") as file:
                    written[form] = file.read()
        said = lambda what: self.wrong.append(f"{row['name']}: {what}")  # noqa: E731
        for where, text in written.items():
            for secret in (TOKEN, TOKEN.split(".")[1], "planted-"):
                if secret in text:
                    said(f"the token is in {where}")
        if ended.returncode != row["exit"]:
            said(f"exit {ended.returncode}, must be {row['exit']}: {ended.stdout[-1500:]} {ended.stderr[-1500:]}")
            return
        if verb == "plan":
            self.check_plan(row, json.loads(ended.stdout), ended.stderr, said)
        else:
            self.check_report(row, json.loads(written["json"]), ended.stderr, said)
        self.check_requests(row, said)

    def check_plan(self, row, plan, stderr, said):
        self.check_names(row, plan, said)
        if row.get("stderr", "") not in stderr:
            said(f"standard error does not say {row['stderr']!r}: {stderr[-800:]}")

    def check_names(self, row, plan, said):
        names = [v["name"] for v in plan.get("vaults", [])] + [a["name"] for a in plan.get("storage_accounts", [])]
        if sorted(names) != sorted(row["names"]):
            said(f"the plan has {names}, must have {row['names']}")

    def check_report(self, row, report, stderr, said):
        for error in list(self.schema.iter_errors(report))[:3]:
            said(f"schema: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
        found = report["run"]["discovery"]
        self.check_names(row, report["plan"], said)
        gaps = [each["what"] for each in found["gaps"]]
        if sorted(gaps) != sorted(row["gaps"]):
            said(f"gaps are {found['gaps']}, must be {row['gaps']}")
        if row.get("why", "") not in " ".join(each["why"] for each in found["gaps"]):
            said(f"no gap says {row['why']!r}: {found['gaps']}")
        for key, is_ in (("identity", found["identity"]), ("problem", found["instance"]["problem"])):
            if is_ != row.get(key, ""):
                said(f"{key} is {is_!r}, must be {row.get(key, '')!r}")
        if found["instance"]["answered"] and (found["instance"]["location"], found["instance"]["tags"]) != ("westeurope", ["owner: dba"]):
            said(f"instance metadata: {found['instance']}")
        unknown = [each for each in report["checks"] if each["kind"] == "pe.state" and each["status"] == "unknown"]
        if bool(unknown) != (row["exit"] != 0) or row.get("message", "") not in " ".join(each["message"] for each in unknown):
            said(f"pe.state says {unknown}")
        if "state" in row and row["state"] not in [[c["target"], c["status"], c["message"][:len(row["state"][2])]] for c in report["checks"]]:
            said(f"no check is {row['state']}: {[c for c in report['checks'] if c['kind'] == 'pe.state']}")
        machine = [[each["code"], each["severity"], each["subject"]] for each in report["findings"] if each["code"].startswith("env.")]
        if machine != ([row["finding"]] if "finding" in row else []):
            said(f"of this machine the findings are {machine}")
        if row.get("tries") and not all(c["tries"] == row["tries"] for c in found["calls"] if "management" in c["url"]):
            said(f"tries: {found['calls']}")
        if row.get("lines"):
            lines = [line for line in stderr.splitlines() if line.startswith(("az ", "{ az ", "vnet=", "vnetprobe run "))]
            if len(lines) != 10 or lines[0].split()[:3] != ["az", "account", "set"] or not lines[-1].startswith("vnetprobe run --from-az "):
                said(f"the lines to run elsewhere are {lines}")
        again = subprocess.run([self.binary, "judge", self.file("json"), "-f", "json"], capture_output=True, text=True, check=False)
        judged = json.loads(again.stdout)
        if again.returncode != row["exit"] or judged["run"]["discovery"] != found or judged["summary"] != report["summary"]:
            said("judge finds something else")

    def check_requests(self, row, said):
        for request in door_log(self.file("imds.log")):
            names = [line.partition(":")[0].lower() for line in request[1:]]
            if "metadata" not in names or "x-forwarded-for" in names or not request[0].startswith("GET /metadata/"):
                said(f"instance metadata was asked {request}")
        pages = [request for request in door_log(self.file("arm.log")) if "/privateEndpoints?api-version=" in request[0]]
        if len(pages) != row.get("pages", len(pages)):
            said(f"{len(pages)} pages of private endpoints")
        for request in door_log(self.file("arm.log")):
            if not request[0].startswith("GET /subscriptions"):
                said(f"ARM was asked {request[0]}")
        proxied = {request[0] for request in door_log(self.file("proxy.log"))}
        hosts = (*SIGN_IN, "management.azure.com") if row.get("proxies") else ()
        wanted = {f"CONNECT {host}:443" for host in hosts if not past(row, host)}
        if proxied != wanted:
            said(f"the proxy was asked {proxied}, must be {wanted}")
        if row.get("arm", {}).get("fault") == "intercepted" and door_log(self.file("arm.log")):
            said("a request left through an inspected connection")


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--only", default="", help="rows whose name contains this")
    options = parser.parse_args(argv)
    binary = os.path.abspath(options.binary)
    lab.enter([os.path.abspath(__file__), "--binary", binary, "--only", options.only])
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(binary, scratch)
        rows = [row for row in ROWS if options.only in row["name"]]
        for row in rows:
            bench.run(row)
    print("\n".join(bench.wrong) if bench.wrong else f"{len(rows)} runs as they must be")
    return 1 if bench.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
