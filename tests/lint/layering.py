#!/usr/bin/python3
"""Who may include whom: the rooms of the house, held to by looking at every #include.

  tests/lint/layering.py [ROOT]

CMake links only what a room may know, but system headers are always in reach; this is the other
half of the promise. Exit 1 with a line for each include that a room must not have.
"""
import pathlib
import re
import sys

ASIO = r"boost/(asio|beast)"
NETWORK = rf"({ASIO}|ares\.h|ares_|curl/|netdb\.h|openssl/|sys/socket\.h|netinet/|net/if)"
JSON = r"boost/(json|system/error_code)"

# room (the longest prefix wins) -> own headers it may include, and libraries it must not.
ROOMS = {
    "probe/model/": (r"probe/model/", rf"(boost/|yaml-cpp|CLI/|{NETWORK}|chrono_io|iostream|fstream)"),
    "probe/dns/": (r"probe/(model|dns)/", rf"(boost/|yaml-cpp|CLI/|{NETWORK}|iostream|fstream)"),
    "probe/tds/": (r"probe/tds/", rf"(boost/|yaml-cpp|CLI/|{NETWORK}|iostream|fstream)"),
    "probe/azure/": (r"probe/(model|dns|azure)/", rf"(boost/|yaml-cpp|CLI/|{NETWORK}|iostream|fstream)"),
    "probe/plan/": (r"probe/(model|dns|azure|plan)/", rf"(CLI/|{NETWORK}|iostream|fstream)"),
    "probe/redact/": (r"(probe/(model|azure|redact)/|checks/(assess|codes)\.h)", rf"(boost/|yaml-cpp|CLI/|{NETWORK}|iostream|fstream|random)"),
    "probe/discovery/": (r"probe/(model|dns|azure|plan|discovery)/", rf"(yaml-cpp|CLI/|{NETWORK}|iostream|fstream)"),
    "probe/discovery/arm_client": (r"probe/(model|azure|plan|net|discovery)/", r"(yaml-cpp|CLI/|ares|curl/|openssl/|netdb\.h|iostream)"),
    "probe/discovery/discover": (r"probe/(model|azure|plan|net|discovery)/", r"(yaml-cpp|CLI/|ares|curl/|openssl/|netdb\.h|iostream)"),
    "probe/net/": (r"probe/(model|dns|tds|azure|net)/", r"(yaml-cpp|CLI/|iostream)"),
    "probe/cli": (r"probe/(model/|cli)", rf"(yaml-cpp|{NETWORK})"),
    "probe/sweep/": (r"(probe/(model|dns|azure|plan|net|sweep)/|checks/)", r"(yaml-cpp|CLI/|ares|curl/|openssl/|netdb\.h|iostream|fstream)"),
    "probe/run.": (r"probe/(model/|net/|run\.h)", r"(yaml-cpp|CLI/|ares|curl/|openssl/|netdb\.h|iostream)"),
    "probe/watch.": (r"probe/(model/|net/|run\.h|watch|output\.h)", r"(yaml-cpp|CLI/|ares|curl/|openssl/|netdb\.h|iostream)"),
    "probe/": (r"(probe|checks|reports)/", rf"(CLI/|yaml-cpp|ares|curl/|openssl/|netdb\.h|{ASIO})"),
    "checks/gather": (r"(probe/(model|dns|azure|net)/|probe/run\.h|checks/)", r"(yaml-cpp|CLI/|ares|curl/|openssl/|netdb\.h|iostream)"),
    "checks/": (r"(probe/(model|dns|azure|plan)/|checks/)", rf"(yaml-cpp|CLI/|{NETWORK}|iostream|fstream|random)"),
    "reports/": (r"(probe/model/|reports/)", rf"(yaml-cpp|CLI/|{NETWORK}|iostream|fstream|random)"),
}
# Hands of checks, by the end or the name of the file: they alone may reach for the network.
GATHERS = re.compile(r"checks/(.*_gather\.cc|gathers\.(h|cc)|addresses\.(h|cc)|requests\.(h|cc))$")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def room_of(path):
    if GATHERS.match(path):
        return ROOMS["checks/gather"]
    return ROOMS[max((prefix for prefix in ROOMS if path.startswith(prefix)), key=len)]


def complaints(root):
    for file in sorted(root.glob("**/*")):
        path = file.relative_to(root).as_posix()
        if file.suffix not in (".h", ".cc") or not path.startswith(("probe/", "checks/", "reports/")):
            continue
        own, banned = room_of(path)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            found = INCLUDE.match(line)
            if not found:
                continue
            quote, name = found.groups()
            if quote == '"' and not re.match(own, name):
                yield f"{path}:{number}: this room must not know {name}"
            if quote == "<" and re.match(banned, name):
                yield f"{path}:{number}: this room must not include <{name}>"
            if name.startswith("CLI/") and path not in ("probe/cli.cc", "probe/cli_words.cc"):
                yield f"{path}:{number}: only probe/cli.cc and cli_words.cc may include <{name}>"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    found = list(complaints(root))
    print("\n".join(found) if found else "every include is allowed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
