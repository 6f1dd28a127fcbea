#!/usr/bin/python3
"""One name, one type: all rooms share a namespace, and no compiler and no linker says a word when two of
them call different types the same. The linker then keeps one destructor for both.

  tests/lint/one_name.py [ROOT]

Types of a .cc file belong into an anonymous namespace, and are not looked at there. Exit 1 with a line
for each name that stands for two types.
"""
import collections
import pathlib
import re
import sys

DEFINITION = re.compile(r"(?:struct|class|enum class|enum)\s+(\w+)\s*(?:final\s*)?(?::(?!:)[^;]*)?\{")


def definitions(file):
    hidden = False
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if re.match(r"namespace\s*\{", line):
            hidden = True
        elif re.match(r"\}\s*// namespace$", line):
            hidden = False
        found = DEFINITION.match(line)
        if found and not hidden:
            yield found.group(1), number


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    places = collections.defaultdict(list)
    for room in ("probe", "checks", "reports"):
        for file in sorted((root / room).glob("**/*")):
            if file.suffix in (".h", ".cc"):
                for name, number in definitions(file):
                    places[name].append(f"{file.relative_to(root).as_posix()}:{number}")
    twice = {name: where for name, where in places.items() if len(where) > 1}
    for name, where in sorted(twice.items()):
        print(f"{', '.join(where)}: different types called {name}")
    print(f"{len(places)} names of types, {len(twice)} of them twice")
    return 1 if twice or not places else 0


if __name__ == "__main__":
    sys.exit(main())
