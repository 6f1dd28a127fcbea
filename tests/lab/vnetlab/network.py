"""Addresses, wires and filters of the lab.

Two network namespaces: the one the lab was entered in holds every server, a second one stands for
the virtual machine on which the program runs and has nothing but one veth. So the program sees one
address, a gateway, and silence where nobody is, as on a VM in Azure.
"""

import os
import subprocess

VM_ADDRESS = "10.1.0.10"
GATEWAY = "10.1.0.1"
VM_HARDWARE, GATEWAY_HARDWARE = "02:00:0a:01:00:0a", "02:00:0a:01:00:01"
TABLE = "lab"


def sh(*argv, text=None):
    out = subprocess.run(argv, input=text, capture_output=True, text=True)
    if out.returncode != 0:
        raise RuntimeError(f"{' '.join(argv)}: {out.stderr.strip()}\n{text or ''}")
    return out.stdout


class Namespace:
    """A network namespace of its own, held by a process that waits for its standard input."""

    def __init__(self):
        self.holder = subprocess.Popen(
            ["unshare", "-n", "sh", "-c", "ip link set lo up; echo up; exec cat >/dev/null"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.holder.stdout.readline()
        self.pid = self.holder.pid

    def prefix(self):
        return ["nsenter", f"--net=/proc/{self.pid}/ns/net", "--"]

    def ip(self, *commands):
        sh(*self.prefix(), "ip", "-batch", "-", text="\n".join(commands) + "\n")

    def mark(self):
        outside = os.environ["VNETLAB_OUTSIDE"]
        sh(*self.prefix(), "ip", "link", "set", "lo", "alias", f"vnetprobe-lab outside={outside}")


class Network:
    def __init__(self, relay=None):
        """`relay`: path of the lab_relay binary, when the wire must have a length."""
        self.vm = Namespace()
        self.vm.mark()
        self.relay = None
        self.here = set()  # addresses that exist, as of the last world
        me = os.getpid()
        if relay:
            self.wire = Namespace()
            self.wire.mark()
            sh("ip", "-batch", "-", text=(
                f"link add lab-srv type veth peer name lab-ws netns {self.wire.pid}\n"))
            self.wire.ip(f"link add lab-wm type veth peer name lab-vm netns {self.vm.pid}",
                         "link set lab-wm addrgenmode none", "link set lab-ws addrgenmode none",
                         "link set lab-wm up", "link set lab-ws up")
            self.wired_to = f"{me} {self.wire.pid}"
        else:
            sh("ip", "-batch", "-", text=f"link add lab-srv type veth peer name lab-vm netns {self.vm.pid}\n")
            self.wired_to = f"{me}"
        sh("ip", "-batch", "-", text=(
            f"link set lab-srv address {GATEWAY_HARDWARE} addrgenmode none\n"
            "link set lab-srv up\n"
            f"address add {GATEWAY}/32 dev lab-srv\n"
            f"route add {VM_ADDRESS}/32 dev lab-srv\n"
            # A machine knows its gateway; asking for it would cost a round trip of its own.
            f"neigh replace {VM_ADDRESS} lladdr {VM_HARDWARE} nud permanent dev lab-srv\n"))
        self.vm.ip(f"link set lab-vm address {VM_HARDWARE} addrgenmode none", "link set lab-vm up", f"address add {VM_ADDRESS}/32 dev lab-vm",
                   f"route add {GATEWAY}/32 dev lab-vm src {VM_ADDRESS}",
                   f"route add default via {GATEWAY} dev lab-vm src {VM_ADDRESS}",
                   f"neigh replace {GATEWAY} lladdr {GATEWAY_HARDWARE} nud permanent dev lab-vm")
        if relay:
            self.relay = subprocess.Popen(
                [*self.wire.prefix(), relay, "lab-wm", "lab-ws"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            self._wire(0, 0)

    def _wire(self, rtt_ms, lose_every):
        if self.relay:
            self.relay.stdin.write(f"{int(rtt_ms * 500)} {int(lose_every)}\n")
            self.relay.stdin.flush()
            self.relay.stdout.readline()
        elif rtt_ms:
            raise RuntimeError("rtt_ms needs the relay (lab_relay)")

    def apply(self, world, addresses):
        """Makes `addresses` exist and nothing else, and sets the filters of the world."""
        net = world["net"]
        wanted = set(addresses) - {GATEWAY}
        lines = [f"address add {a}/{128 if ':' in a else 32} dev lo" for a in sorted(wanted - self.here)]
        lines += [f"address del {a}/{128 if ':' in a else 32} dev lo" for a in sorted(self.here - wanted)]
        if lines:
            sh("ip", "-batch", "-", text="\n".join(lines) + "\n")
        self.here = wanted
        rules = []
        for what, verdict in (("drop", "drop"), ("unreachable", "reject with icmp type net-unreachable")):
            for entry in net.get(what) or []:
                rules.append(f"add rule inet {TABLE} seen {_match(entry)} {verdict}")
        lose = 0 if self.relay else int(net.get("lose_every") or 0)
        if lose:
            for chain in ("seen", "sent"):
                side = "iifname" if chain == "seen" else "oifname"
                rules.append(f'add rule inet {TABLE} {chain} {side} "lab-srv" numgen inc mod {lose} == {lose - 1} drop')
        sh("nft", "-f", "-", text="\n".join([
            f"add table inet {TABLE}", f"delete table inet {TABLE}", f"add table inet {TABLE}",
            f"add chain inet {TABLE} seen {{ type filter hook input priority 0; }}",
            f"add chain inet {TABLE} sent {{ type filter hook output priority 0; }}", *rules]) + "\n")
        self._wire(net.get("rtt_ms") or 0, net.get("lose_every") or 0)

    def environment(self):
        return {"VNETLAB_WIRED_TO": self.wired_to}


def _match(entry):
    text = str(entry)
    text, _, proto = text.partition("/")
    address, port = text, None
    if text.startswith("["):
        address, _, rest = text[1:].partition("]")
        port = rest[1:] or None
    elif text.count(":") == 1:
        address, port = text.split(":")
    family = "ip6" if ":" in address else "ip"
    out = f'iifname "lab-srv" {family} daddr {address}'
    return f"{out} {proto or 'tcp'} dport {port}" if port else out
