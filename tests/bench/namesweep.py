"""A server of 100,000 names on loopback, and the sweeps of them."""
import json
import os
import time

COUNT = 100_000
PORT = 5300
ZONE = "blob.core.windows.net"

# Response rate limiting is on in NSD unless told not to be: it would drop what is measured.
CONF = """
server:
  ip-address: 127.0.0.1@{port}
  username: ""
  server-count: 1
  rrl-ratelimit: 0
  rrl-whitelist-ratelimit: 0
  zonesdir: "{folder}"
  database: ""
  pidfile: ""
  xfrdfile: "{folder}/xfrd"
  zonelistfile: "{folder}/zones"
  xfrdir: "{folder}"
remote-control:
  control-enable: no
zone:
  name: {zone}
  zonefile: zone
"""
# Every twentieth packet lost, each way.
LOSS = """
table inet loss {{
  chain seen {{
    type filter hook input priority 0;
    udp dport {port} numgen inc mod 20 == 19 drop
    udp sport {port} numgen inc mod 20 == 19 drop
  }}
}}
"""


def write_files(folder, count):
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/nsd.conf", "w", encoding="utf-8") as f:
        f.write(CONF.format(folder=folder, zone=ZONE, port=PORT))
    with open(f"{folder}/zone", "w", encoding="utf-8") as f:
        f.write(f"$ORIGIN {ZONE}.\n$TTL 60\n@ SOA ns h. 1 2 3 4 5\n@ NS ns\nns A 10.9.9.9\n")
        for i in range(count):
            f.write(f"acc{i:06d} CNAME acc{i:06d}.privatelink\nacc{i:06d}.privatelink A 10.{1 + i // 65536}.{i // 256 % 256}.{i % 256}\n")
    with open(f"{folder}/names", "w", encoding="utf-8") as f:
        f.writelines(f"acc{i:06d}.{ZONE}\n" for i in range(count))
    with open(f"{folder}/server", "w", encoding="utf-8") as f:
        f.write(f"127.0.0.1:{PORT}\n")
    with open(f"{folder}/loss.nft", "w", encoding="utf-8") as f:
        f.write(LOSS.format(port=PORT))


def wait_for_server(run, seconds=30):
    end = time.monotonic() + seconds
    ask = ["dig", "+short", "+tries=1", "+time=1", "-p", str(PORT), "@127.0.0.1", f"acc000001.{ZONE}", "A"]
    while b"10." not in run(ask, capture_output=True).stdout:
        if time.monotonic() > end:
            raise RuntimeError("nsd does not answer")


def sweep_argv(binary, folder, *more):
    return [binary, "sweep", f"{folder}/names", "--resolver", f"a=127.0.0.1:{PORT}", "-f", "ndjson", "--max-qps", "0", "--max-in-flight", "0", *more]


def massdns_argv(massdns, folder, kind):
    return [massdns, "-q", "-r", f"{folder}/server", "-t", kind, "-o", "J", "-s", "1000", f"{folder}/names"]


def statuses(path):
    """How many lines a sweep wrote, and how many of them with the right answer."""
    lines = right = 0
    with open(path, encoding="utf-8") as f:
        for line in f:
            lines += 1
            right += json.loads(line)["status"] == "pass"
    return lines, right
