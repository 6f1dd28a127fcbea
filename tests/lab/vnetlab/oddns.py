"""A DNS server that breaks the rules as it is told, and passes everything else on.

  python3 -m vnetlab.oddns SPEC.json

  listen, forward {"ZONE": ADDRESS}     as any company server
  only: [NAME]       spoil these names alone (a name stands for all below it); default: every question
  truncate: true     every UDP answer is empty with TC       tcp: false     nobody answers over TCP
  rcode: SERVFAIL    every answer                            silent: true   no answer at all
  garbage: true      bytes that are no DNS message           loop: true     an alias that leads back to itself
  turns: {NAME: ["ALIAS. ... ADDRESS" or RCODE, ...]}    each time the name is asked for A, the next one
  static: {NAME: {TYPE: [VALUE]}}           these records, no others of that name
"""

import asyncio
import json
import sys

import dns.asyncquery
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


class Odd:
    def __init__(self, spec):
        self.spec = spec
        self.turn = {}

    def is_spoiled(self, name):
        only = self.spec.get("only")
        return only is None or any(name == o or name.endswith("." + o) for o in only)

    def target(self, name):
        """The forwarder for a name: the longest zone that it lies in."""
        best = max((z for z in self.spec["forward"] if z == "." or name == z or name.endswith("." + z)), key=len, default=None)
        return self.spec["forward"].get(best)

    async def answer(self, wire, tcp):
        query = dns.message.from_wire(wire)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        spec, reply = self.spec, dns.message.make_response(query, recursion_available=True)
        kind = dns.rdatatype.to_text(question.rdtype)
        if name == "vlab.invalid":  # the lab waits for this one
            return reply.to_wire()
        if name in spec.get("turns", {}) and kind == "A":
            turns = spec["turns"][name]
            now = turns[self.turn.get(name, 0) % len(turns)]
            self.turn[name] = self.turn.get(name, 0) + 1
            owner = question.name
            for step in now.split():
                if step[0].isdigit():
                    reply.answer.append(dns.rrset.from_text(owner, 10, "IN", "A", step))
                elif "." in step:
                    reply.answer.append(dns.rrset.from_text(owner, 10, "IN", "CNAME", step))
                    owner = dns.name.from_text(step)
                else:
                    reply.set_rcode(dns.rcode.from_text(step))
            return reply.to_wire()
        if name in spec.get("static", {}):
            values = spec["static"][name].get(kind, [])
            if values:
                reply.answer.append(dns.rrset.from_text(question.name, 10, "IN", kind, *values))
            return reply.to_wire()
        if self.is_spoiled(name):
            if spec.get("silent"):
                return None
            if spec.get("garbage"):
                return b"this is not DNS at all"
            if "rcode" in spec:
                reply.set_rcode(dns.rcode.from_text(spec["rcode"]))
                return reply.to_wire()
            if spec.get("loop"):
                other = dns.name.from_text("loop." + name) if not name.startswith("loop.") else dns.name.from_text(name[5:])
                reply.answer.append(dns.rrset.from_text(question.name, 10, "IN", "CNAME", other.to_text()))
                reply.answer.append(dns.rrset.from_text(other, 10, "IN", "CNAME", question.name.to_text()))
                return reply.to_wire()
            if spec.get("truncate") and not tcp:
                reply.flags |= dns.flags.TC
                return reply.to_wire()
        target = self.target(name)
        if not target:
            reply.set_rcode(dns.rcode.REFUSED)
            return reply.to_wire()
        got = await dns.asyncquery.udp(query, target, timeout=2)
        return got.to_wire()


class Udp(asyncio.DatagramProtocol):
    def __init__(self, odd):
        self.odd = odd

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, wire, peer):
        async def reply():
            out = await self.odd.answer(wire, False)
            if out is not None:
                self.transport.sendto(out, peer)

        self.task = asyncio.ensure_future(reply())


async def main(path):
    with open(path, encoding="utf-8") as f:
        spec = json.load(f)
    odd = Odd(spec)

    async def tcp(reader, writer):
        try:
            while True:
                size = int.from_bytes(await reader.readexactly(2), "big")
                out = await odd.answer(await reader.readexactly(size), True)
                if out is None:
                    break
                writer.write(len(out).to_bytes(2, "big") + out)
                await writer.drain()
        except (asyncio.IncompleteReadError, OSError):
            pass
        writer.close()

    if spec.get("tcp", True):
        await asyncio.start_server(tcp, spec["listen"], 53)
    await asyncio.get_running_loop().create_datagram_endpoint(lambda: Udp(odd), local_addr=(spec["listen"], 53))
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
