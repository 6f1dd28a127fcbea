"""What the text of `vnetprobe fix` may consist of, dialect by dialect: each line that is no comment
is one of few shapes, and the software that would read the text reads it."""

import ipaddress
import os
import re
import shlex
import subprocess
import tempfile

HOST = r"(?:[a-z0-9_-]+\.)+[a-z0-9-]+"
IP = r"(?:\d+\.\d+\.\d+\.\d+|[0-9a-f:]*:[0-9a-f:.]*)"
LINES = {
    "bind": [rf'zone "{HOST}" \{{', "  type forward;", "  forward only;", rf"  forwarders \{{ {IP}; \}};", r"\};"],
    "unbound": ["server:", "forward-zone:", rf'  (?:domain-insecure|private-domain|name): "{HOST}\."',
                rf"  forward-addr: {IP}(?:@\d+)?", "  forward-first: no", rf'  local-zone: "{HOST}\." static',
                rf'  local-data: "{HOST}\. \d+ IN (?:A|AAAA) {IP}"', rf"  access-control: {IP}/\d+ allow"],
    "dnsmasq": [rf"server=/{HOST}/{IP}", rf"rebind-domain-ok=/{HOST}/", rf"host-record={HOST},{IP}", rf"local=/{HOST}/"],
    "hosts": [rf"{IP}(?: {HOST})+"],
    "coredns": [rf"{HOST}:53 \{{", "  errors", r"  cache \d+", rf"  forward \. {IP}(?::\d+)?", r"  hosts \{",
                rf"    {IP} {HOST}", r"  \}", r"\}"],
    "windows-dns": [
        rf'foreach \(\$zone in "{HOST}"(?:, "{HOST}")*\) \{{', r"  if \(Get-DnsServerZone -Name \$zone -ErrorAction SilentlyContinue\) \{",
        rf"    (?:Set|Add)-DnsServerConditionalForwarderZone -Name \$zone -MasterServers {IP}", r"  \} else \{", r"  \}", r"\}",
        "Clear-DnsServerCache -Force",
        rf'if \(-not \(Get-DnsServerResourceRecord -ZoneName "{HOST}" -Name "[a-z0-9.-]+" -RRType (?:A|AAAA) -ErrorAction '
        rf'SilentlyContinue \| Where-Object \{{ \$_\.RecordData\.IPv[46]Address -eq "{IP}" \}}\)\) \{{',
        rf'  Add-DnsServerResourceRecord(?:A|AAAA) -ZoneName "{HOST}" -Name "[a-z0-9.-]+" -IPv[46]Address {IP}',
        rf'Remove-DnsServerResourceRecord -ZoneName "{HOST}" -Name "[a-z0-9.-]+" -RRType (?:A|AAAA) -RecordData {IP} -Force '
        r"-ErrorAction SilentlyContinue"],
}
DIALECTS = ["az", *LINES]
PLACEHOLDER = re.compile(r"<[a-z][a-z0-9 -]*>")


def statements(text, dialect):
    """The lines that are no comment."""
    sign = "//" if dialect == "bind" else "#"
    return [x for x in text.splitlines() if x.strip() and not x.startswith(sign)]


def to_do(text, dialect):
    """What a text asks for: its statements, and the lines for files that the server keeps elsewhere."""
    return statements(text, dialect) + re.findall(r"^//   (?:add|remove|allow-query) .*$|^# take out.*$|^#   sudo sed -i '\d.*$", text, re.M)


def problems(text, dialect):
    out = []
    if re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text):
        out.append("a control character")
    if not text.endswith("\n") or not text.splitlines()[0].startswith(("#", "//")):
        out.append("it does not begin with a comment and end with a line end")
    if dialect == "az":
        return out + _az(text)
    for line in statements(text, dialect):
        if not any(re.fullmatch(shape, line) for shape in LINES[dialect]):
            out.append(f"a line of no known shape: {line}")
        for word in re.findall(r"(?<![\w.:-])(?:\d+\.){3}\d+|(?<![\w.])[0-9a-f]*:[0-9a-f:]+:[0-9a-f:]*", line):
            try:
                ipaddress.ip_address(word)
            except ValueError:
                out.append(f"no address: {word}")
    body = "\n".join(statements(text, dialect))
    if body.count("{") != body.count("}"):
        out.append("braces that do not match")
    return out + _read_by_the_software(text, dialect)


def _read_by_the_software(text, dialect):
    if dialect not in ("bind", "unbound", "dnsmasq"):
        return []
    with tempfile.TemporaryDirectory() as folder:
        fragment, wrapper = os.path.join(folder, "fix.conf"), os.path.join(folder, "server.conf")
        with open(fragment, "w", encoding="utf-8") as f:
            f.write(text)
        with open(wrapper, "w", encoding="utf-8") as f:
            f.write({"bind": f'options {{ directory "{folder}"; }};\ninclude "{fragment}";\n',
                     "unbound": f'server:\n  chroot: ""\n  username: ""\n  directory: "{folder}"\ninclude: "{fragment}"\n',
                     "dnsmasq": f"conf-file={fragment}\n"}[dialect])
        reader = {"bind": ["named-checkconf", wrapper], "unbound": ["unbound-checkconf", wrapper],
                  "dnsmasq": ["dnsmasq", "--test", "--conf-file=" + wrapper]}[dialect]
        out = subprocess.run(reader, capture_output=True, text=True, timeout=20)
    return [f"{reader[0]}: {(out.stdout + out.stderr).strip()}"] if out.returncode != 0 else []


def _az(text):
    out = []
    body = "\n".join(statements(text, "az"))
    # What is unknown stands in brackets, which stop a shell; filled in, it must be a script.
    if re.search(r"<\s*>|<[^a-z]", PLACEHOLDER.sub("", body).replace("2>/dev/null", "")):
        out.append("an empty or odd placeholder")
    filled = PLACEHOLDER.sub("filled-in", text)
    shell = subprocess.run(["bash", "-n"], input=filled, capture_output=True, text=True, timeout=20)
    if shell.returncode != 0:
        out.append(f"bash -n: {shell.stderr.strip()}")
    for line in PLACEHOLDER.sub("filled-in", body).replace("\\\n", " ").splitlines():
        try:
            words = shlex.split(line)
        except ValueError as error:
            out.append(f"{error}: {line}")
            continue
        if "" in words:
            out.append(f"an empty word: {line}")
        if words[0] != "az":
            out.append(f"no command of az: {line}")
        for option, value in zip(words, [*words[1:], "--"]):
            if option in ("-g", "-n", "-z", "-a", "--name", "--resource-group") and value.startswith("-"):
                out.append(f"{option} without a value: {line}")
    return out
