"""DNS servers that mean harm, each name or each server in another way.

  python3 -m vnetlab.hostile_dns ADDRESS[=MANNER]...     serves port 53 of each address

Each serves one private zone, privatelink.blob.core.windows.net, with every name at 10.1.3.5, and the
root. The first label of a name chooses the manner (MANNERS) in which it is answered; `=MANNER` is the
server's own, for every name and question.

What surprises a newcomer: an answer that must not be believed holds the *right* address. A program
that believes it says pass, and that is seen; with a wrong address it would fail either way.
"""

import asyncio
import ipaddress
import struct
import sys

ZONE = "privatelink.blob.core.windows.net"
RIGHT, PUBLIC = "10.1.3.5", "20.60.1.1"
A, CNAME, SOA, TXT, AAAA, OPT = 1, 5, 6, 16, 28, 41
FORMERR, SERVFAIL, NXDOMAIN, REFUSED = 1, 2, 3, 5
TC = 0x0200


def wire(name):
    """Labels of any bytes: written in Latin-1, "." between them."""
    labels = [label.encode("latin-1") for label in name.split(".") if label]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def record(owner, kind, data, ttl=10, dns_class=1):
    owner = owner if isinstance(owner, bytes) else wire(owner)
    return owner + struct.pack("!HHIH", kind, dns_class, ttl, len(data)) + data


def address(owner, text, **more):
    at = ipaddress.ip_address(text)
    return record(owner, A if at.version == 4 else AAAA, at.packed, **more)


def alias(owner, target):
    return record(owner, CNAME, wire(target))


def soa(zone):
    return record(zone, SOA, wire("azureprivatedns.net") + wire("azureprivatedns-host.microsoft.com")
                  + struct.pack("!5I", 1, 3600, 300, 2419200, 10))


def opt(*options, size=1232):
    data = b"".join(struct.pack("!HH", code, len(value)) + value for code, value in options)
    return b"\0" + struct.pack("!HHIH", OPT, size, 0, len(data)) + data


class Query:
    def __init__(self, data, tcp, seen):
        self.id, self.flags, _, _, _, self.additional = struct.unpack("!6H", data[:12])
        at, labels = 12, []
        while data[at]:
            labels.append(data[at + 1:at + 1 + data[at]].decode("latin-1"))
            at += 1 + data[at]
        self.name = ".".join(labels).lower()
        self.label = labels[0].lower() if labels else ""
        self.type = struct.unpack("!H", data[at + 1:at + 3])[0]
        self.question = data[12:at + 5]
        self.tcp = tcp
        self.number = seen[self.name, self.type] = seen.get((self.name, self.type), 0) + 1
        self.asked = seen[self.label] = seen.get(self.label, 0) + 1  # in whatever form, for whatever type
        self.private = f"{self.label}.{ZONE}"

    def reply(self, answers=(), authority=(), rcode=0, flags=0, additional=(), **other):
        head = struct.pack("!6H", other.get("id", self.id), 0x8180 | flags | rcode, 1, len(answers), len(authority), len(additional))
        return head + other.get("question", self.question) + b"".join([*answers, *authority, *additional])

    def aliased(self, *after):
        """The records behind the alias of the public name; of the private name, these alone."""
        return ([] if self.name == self.private else [alias(self.name, self.private)]) + list(after)

    def is_target(self):
        return self.name.endswith(".blob.core.windows.net") and self.name != ZONE

    def with_address(self, *addresses, ttl=10, more=(), **other):
        """Answered in full with these addresses, each for the type that it has, and more records behind them."""
        if self.name in (ZONE, ""):
            return self.reply(*([[soa(self.name), *more], []] if self.type == SOA else [more, [soa(self.name)]]), **other)
        if not self.is_target():
            return self.reply(more, [soa("")], **{"rcode": NXDOMAIN, **other})
        fitting = [a for a in addresses if (AAAA if ":" in a else A) == self.type]
        records = self.aliased(*[address(self.private, a, ttl=ttl) for a in fitting], *more)
        return self.reply(records, [] if fitting else [soa(ZONE)], **other)

    def right(self, **other):
        return self.with_address(RIGHT, **other)


def send(data, after=0.0):
    return {"data": data, "after": after}


# A manner gives what is sent for one question: a list of send(), or bytes for one of them. Over TCP
# `data` has its length before it, unless "raw" says what goes out to the byte.

def chain_of_60(q):
    """Packed, so that a datagram holds it: each owner is a pointer to the data of the record before."""
    owner, answers, at = b"\xc0\x0c", [], 12 + len(q.question)
    for i in range(60):
        label = b"%d" % i
        answers.append(record(owner, CNAME, bytes([len(label)]) + label + b"\xc0\x0c"))
        owner = struct.pack("!H", 0xC000 | at + 12)
        at += len(answers[-1])
    return q.reply(answers + ([address(owner, RIGHT)] if q.type == A else []))


def truncated_at_every_byte(q):
    """At another byte each time it is asked; every byte in turn is message_test's."""
    whole = q.right()
    return whole[:q.asked * 7 % len(whole)]


def over_tcp(manner):
    """Over UDP an answer that is cut short, over TCP this."""
    return lambda q: manner(q) if q.tcp else q.reply(flags=TC)


def half_a_length_prefix(q):
    return [{"raw": b"\0", "after": 0.0}]


def one_byte_a_second(q):
    whole = struct.pack("!H", len(q.right())) + q.right()
    return [{"raw": whole[i:i + 1], "after": float(i)} for i in range(len(whole))]


def of_64_kib(q):
    filler = record(q.private, TXT, b"\xff" + b"x" * 255)
    return q.right(more=[filler] * ((65535 - len(q.right())) // len(filler)))


def thousands_of_addresses(q):
    if q.type != A or not q.is_target():
        return q.right()
    return q.reply([address(b"\xc0\x0c", f"10.1.{i // 250}.{i % 250 + 1}") for i in range(4000)])


def different_at_each_question(q):
    if q.number == 1:
        return q.right()
    return q.with_address(PUBLIC) if q.number % 2 else q.reply(rcode=NXDOMAIN, authority=[soa(ZONE)])


def by_alias(target):
    """Right, by way of this name."""
    return lambda q: q.reply([alias(q.name, target), *([address(target, RIGHT)] if q.type == A else [])])


def edns_garbage(q):
    broken = b"\0" + struct.pack("!HHIH", OPT, 1232, 0, 6) + struct.pack("!HH", 3, 200) + b"xx"
    return q.right(additional=[broken])


def nsid_and_ede(q):
    text = "\x1b[31m<script>alert(1)</script>\r\n\xff".encode("latin-1")
    return q.right(additional=[opt((3, b"\x1b]0;owned\x07"), (15, struct.pack("!H", 18) + text), (15, struct.pack("!H", 65535)))])


HARSH = "\x00\x1b[31m<b>\"'\\ \xff"
LONG = ".".join(["l" * 63] * 3 + ["l" * 61])  # 255 bytes on the wire, the most there is

MANNERS = {
    "wrong-id": lambda q: q.right(id=q.id ^ 1),
    "wrong-question": lambda q: q.right(question=wire("other.example") + struct.pack("!HH", q.type, 1)),
    "wrong-source-port": lambda q: [{**send(q.right()), "elsewhere": True}],
    "spoofed-second-answer": lambda q: [send(q.right()), send(q.with_address(PUBLIC, "2603:1020::1"))],
    "answer-for-another-name": lambda q: q.reply([address("other.example", RIGHT)]),
    "cname-loop": lambda q: q.reply([alias(q.name, f"b.{q.name}"), alias(f"b.{q.name}", q.name), address(q.name, RIGHT)]),
    "cname-chain-of-60": chain_of_60,
    "chain-split-over-answers": lambda q: q.right() if q.name == q.private else q.reply([alias(q.name, q.private)]),
    "compression-loop": lambda q: q.reply([address(b"\xc0" + bytes([12 + len(q.question)]), RIGHT)]),
    "pointer-forward": lambda q: q.reply([address(b"\xc0" + bytes([12 + len(q.question) + 16]), RIGHT), address(q.name, RIGHT)]),
    "truncated-at-every-byte": truncated_at_every_byte,
    "class-ch": lambda q: q.reply(q.aliased(address(q.private, RIGHT, dns_class=3))),
    "ttl-2-31": lambda q: q.right(ttl=1 << 31),
    "edns-garbage": edns_garbage,
    "nsid-and-ede": nsid_and_ede,
    "noerror-with-nothing": lambda q: q.reply(),
    "nxdomain-with-an-answer": lambda q: q.right(rcode=NXDOMAIN),
    "servfail-then-right": lambda q: q.reply(rcode=SERVFAIL) if q.number == 1 else q.right(),
    "refused-for-one-type": lambda q: q.reply(rcode=REFUSED) if q.type == AAAA else q.right(),
    "slow-by-the-time-out": lambda q: [send(q.right(), after=1.0)],
    "bytes-outside-ldh": by_alias(f"{HARSH}.{ZONE}"),
    "xn--mnchen-3ya": by_alias(f"xn--mnchen-3ya.{ZONE}"),
    "255-byte-name": by_alias(LONG),
    "aaaa-only": lambda q: q.with_address("fd00::5"),
    "mapped-public": lambda q: q.with_address(RIGHT, "::ffff:20.60.1.1"),
    "mapped-right": lambda q: q.with_address(RIGHT, "::ffff:10.1.3.5"),
    "loopback": lambda q: q.with_address("127.0.0.1"),
    "loopback-v6": lambda q: q.with_address(RIGHT, "::1"),
    "multicast": lambda q: q.with_address("224.0.0.251"),
    "zeros": lambda q: q.with_address("0.0.0.0"),
    "link-local": lambda q: q.with_address("169.254.169.254"),
    "link-local-v6": lambda q: q.with_address(RIGHT, "fe80::1"),
    "right": lambda q: q.right(),
}

# Manners of a whole server: they need its connection, its port or the first question asked again.
SERVERS = {
    "tc-over-tcp-too": lambda q: q.right(flags=TC),
    "tcp-half-a-length-prefix": over_tcp(half_a_length_prefix),
    "tcp-one-byte-a-second": over_tcp(one_byte_a_second),
    "64-kib-answer": over_tcp(of_64_kib),
    "thousands-of-addresses": over_tcp(thousands_of_addresses),
    "edns-refused": lambda q: q.reply(rcode=FORMERR) if q.additional else q.right(),
    "edns-refused-by-a-header": lambda q: struct.pack("!6H", q.id, 0x8181, 0, 0, 0, 0) if q.additional else q.right(),
    "right-over-udp-wrong-over-tcp": lambda q: q.with_address(PUBLIC) if q.tcp else q.right(flags=TC),
    "different-at-each-question": different_at_each_question,
    "dns-rebinding": lambda q: q.with_address(RIGHT if q.number == 1 else "127.0.0.1"),
    "silent-after-5": lambda q: q.right() if q.count <= 5 else [],
    "port-closed-after-the-first": lambda q: [{**send(q.right()), "close": True}],
}


class Hostile:
    def __init__(self, manner):
        self.manner = SERVERS[manner] if manner else None
        self.seen = {}

    def answer(self, data, tcp):
        q = Query(data, tcp, self.seen)
        if q.name == "vlab.invalid":  # the lab waits for this one
            return [send(q.right())]
        q.count = self.seen["all"] = self.seen.get("all", 0) + 1
        sent = (self.manner or (MANNERS[q.label] if q.is_target() else Query.right))(q)
        return sent if isinstance(sent, list) else [send(sent)]


class Udp(asyncio.DatagramProtocol):
    def __init__(self, hostile=None, elsewhere=None):
        self.hostile, self.elsewhere = hostile, elsewhere

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, peer):
        if self.hostile is None:
            return
        for each in self.hostile.answer(data, False):
            by = self.elsewhere if each.get("elsewhere") else self.transport
            if each["after"]:
                asyncio.get_running_loop().call_later(each["after"], by.sendto, each["data"], peer)
            else:
                by.sendto(each["data"], peer)
            if each.get("close"):
                self.transport.close()


async def serve(listen, manner):
    hostile = Hostile(manner)
    loop = asyncio.get_running_loop()

    async def say(writer, each):
        await asyncio.sleep(each["after"])
        if not writer.is_closing():
            writer.write(each["raw"] if "raw" in each else struct.pack("!H", len(each["data"])) + each["data"])

    async def tcp(reader, writer):
        saying = []
        try:
            while True:
                size = int.from_bytes(await reader.readexactly(2), "big")
                saying += [loop.create_task(say(writer, e)) for e in hostile.answer(await reader.readexactly(size), True)]
        except (asyncio.IncompleteReadError, OSError):
            pass
        for each in saying:
            each.cancel()
        writer.close()

    await asyncio.start_server(tcp, listen, 53)
    elsewhere, _ = await loop.create_datagram_endpoint(Udp, local_addr=(listen, 0))
    await loop.create_datagram_endpoint(lambda: Udp(hostile, elsewhere), local_addr=(listen, 53))


async def main(words):
    for word in words:
        await serve(*(word.split("=") + [None])[:2])
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
