"""What an administrator does with the text of `vnetprobe fix`, on the servers of the lab.

Nothing here knows what is wrong or what would be right. It does what the text itself says: save it
as a file of its own, include it, take older statements for the same zones and names out, the one
command that makes the server read it. So a text that tells too little fails here.
"""

import os
import re
import subprocess

from vnetlab import nameservers
from vnetlab.processes import RUN, Process, copied, wait_for

FILE = "vnetprobe-fix.conf"
CONFIGURATION = {"bind": "named.conf", "unbound": "unbound.conf", "dnsmasq": "dnsmasq.conf"}
INCLUDE = {"bind": 'include "{}";', "unbound": 'include: "{}"', "dnsmasq": "conf-file={}"}
KEY = 'key "rndc" { algorithm hmac-sha256; secret "bGFiLWxhYi1sYWItbGFiLWxhYi1sYWItbGFiLWxhYi0="; };\n'


def _read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def _write(path, text):
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def _sh(*argv):
    out = subprocess.run(argv, capture_output=True, text=True, timeout=20)
    if out.returncode != 0:
        raise RuntimeError(f"{' '.join(argv)}: {out.stdout}{out.stderr}")


class Server:
    """One of the company's name servers, with the channel by which an administrator commands it."""

    def __init__(self, vnet, name, refuses_clients=False):
        self.names, self.name = vnet.names, name
        self.software = vnet.world["resolvers"][name]["software"]
        self.folder = os.path.join(RUN, "dns", name)
        self.conf = os.path.join(self.folder, CONFIGURATION[self.software])
        self.address = vnet.world["resolvers"][name]["address"]
        self.number = sorted(vnet.world["resolvers"]).index(name)
        text = _read(self.conf)
        if self.software == "bind":
            port = 9530 + self.number
            channel = f'controls {{ inet 127.0.0.1 port {port} allow {{ 127.0.0.1; }} keys {{ "rndc"; }}; }};\n'
            text = KEY + text.replace("controls { };", channel)
            _write(os.path.join(self.folder, "rndc.conf"),
                   KEY + f'options {{ default-server 127.0.0.1; default-port {port}; default-key "rndc"; }};\n')
            if refuses_clients:
                text = text.replace("allow-query { any; }", "allow-query { localhost; }")
                text = text.replace("allow-recursion { any; }", "allow-recursion { localhost; }")
        if self.software == "unbound":
            text += ("remote-control:\n  control-enable: yes\n  control-use-cert: no\n"
                     f"  control-interface: {self.folder}/control\n")
            if refuses_clients:
                text = text.replace("access-control: 0.0.0.0/0 allow", "access-control: 0.0.0.0/0 refuse")
        _write(self.conf, text)
        self._restart()

    def _restart(self):
        want, process = self.names.running[self.name]
        process.stop()
        process = Process(self.name, [copied(want["binary"]), *want["args"]], cwd=self.folder)
        # Not what this world began with any more: the next one begins afresh.
        self.names.running[self.name] = (dict(want, files={}), process)
        wait_for(nameservers._answers(self.address), process)

    def apply(self, fragment):
        """Saves, includes, takes out what the text says, and makes the server read it. Once or twice
        is the same."""
        path = os.path.join(self.folder, FILE)
        _write(path, fragment)
        text = self._without_older(_read(self.conf), fragment)
        include = INCLUDE[self.software].format(path)
        if include not in text:
            text += include + "\n"
        getattr(self, "_apply_" + self.software)(text, fragment)
        wait_for(nameservers._answers(self.address), self.names.running[self.name][1])

    def _without_older(self, text, fragment):
        """The configuration without what the text says has to go: older statements for the zones of
        BIND and dnsmasq (of two forward-zones of Unbound the last counts), and records by their name."""
        lines = text.splitlines()
        if self.software == "bind":
            zones = re.findall(r'^zone "([^"]+)" \{$', fragment, re.M)
            lines = [x for x in lines if not any(x.startswith(f'zone "{z}" ') for z in zones)]
        if self.software == "unbound":
            for name, kind, address in re.findall(r"^# take out, where it is: local-data of (\S+) with (\S+) (\S+)$", fragment, re.M):
                lines = [x for x in lines if not re.fullmatch(rf'  local-data: "{re.escape(name)} .*{kind} {re.escape(address)}"', x)]
        if self.software == "dnsmasq":
            zones = re.findall(r"^server=/([^/]+)/", fragment, re.M)
            out = re.findall(r"^# take out, where it is: (\S+)$", fragment, re.M)
            lines = [x for x in lines if x not in out and not any(x.startswith(f"server=/{z}/") for z in zones)]
        return "\n".join(lines) + "\n"

    def _apply_bind(self, text, fragment):
        # Access: "inside options { }: a second such statement is an error".
        for statement, value in re.findall(r"^//   (allow-query|allow-recursion) (\{[^}]*\});$", fragment, re.M):
            text = re.sub(re.escape(statement) + r" \{[^}]*\}", f"{statement} {value}", text)
        _write(self.conf, text)
        _sh("named-checkconf", self.conf)
        self._rndc("reconfig")
        for zone, command in re.findall(r"^// in the file of zone (\S+), .*then: rndc (reload \S+)$", fragment, re.M):
            self._edit_zone(zone, fragment)
            self._rndc(*command.split())
        self._rndc("flush")

    def _rndc(self, *command):
        _sh("rndc", "-c", os.path.join(self.folder, "rndc.conf"), *command)

    def _edit_zone(self, zone, fragment):
        path = os.path.join(self.folder, zone + ".zone")
        lines = _read(path).splitlines()
        for line in re.findall(rf"^//   remove  (\S+\.{re.escape(zone)}\. .*)$", fragment, re.M):
            owner, _, kind, address = line.split()
            label = owner[: -len(zone) - 2]
            lines = [x for x in lines if x.split()[0] not in (owner, label) or x.split()[-2:] != [kind, address]]
        for line in re.findall(rf"^//   add     (\S+\.{re.escape(zone)}\. .*)$", fragment, re.M):
            if line not in lines:
                lines.append(line)
        _write(path, "\n".join(lines) + "\n")

    def _apply_unbound(self, text, _):
        _write(self.conf, text)
        _sh("unbound-checkconf", self.conf)
        _sh("unbound-control", "-c", self.conf, "reload")
        _sh("unbound-control", "-c", self.conf, "status")  # answered by the server that has reloaded

    def _apply_dnsmasq(self, text, _):
        _write(self.conf, text)
        _sh("dnsmasq", "--test", "--conf-file=" + self.conf)
        self._restart()


class HostsFile:
    """/etc/hosts of the lab's machine."""

    software = "hosts"

    def apply(self, fragment):
        # In the lab the file is a bind mount, which `sed -i` cannot replace: so on a copy.
        copy = os.path.join(RUN, "hosts.copy")
        _write(copy, _read("/etc/hosts"))
        for command in re.findall(r"^#   sudo (sed -i .* )/etc/hosts$", fragment, re.M):
            _sh("sh", "-c", command + copy)
        _write("/etc/hosts", _read(copy) + fragment)
