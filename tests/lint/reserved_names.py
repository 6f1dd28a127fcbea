#!/usr/bin/python3
"""No name of ours is the implementation's ([lex.name]): none has two underscores in a row, none begins with
one and a capital. clang-tidy knows the same, and takes a fifth of its time for it.

  tests/lint/reserved_names.py [ROOT]

Names that the implementation gives us are listed here. Exit 1 with a line for each other one.
"""
import pathlib
import re
import sys

RESERVED = re.compile(r"\b(?:_[A-Z]\w*|\w*__\w*)\b")
GIVEN = re.compile(r"__(?:builtin_\w+|VA_ARGS__|VA_OPT__|FILE__|LINE__|has_\w+|SANITIZE_\w+__|attribute__|linux__|x86_64__|GLIBC__|GNUC__|libc_\w+)|_SC_\w+|_IO[NLF]BF")
STRING_OR_COMMENT = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    files = [path for room in ("probe", "checks", "reports", "tests") for path in (root / room).rglob("*") if path.suffix in (".cc", ".h")]
    complaints = []
    for path in sorted(files):
        if "node_modules" in path.parts:
            continue
        text = STRING_OR_COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), path.read_text(encoding="utf-8"))
        for match in RESERVED.finditer(text):
            if not GIVEN.fullmatch(match.group()):
                complaints.append(f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()} is a name of the implementation's")
    print("\n".join(complaints) if complaints else f"{len(files)} files, no reserved name")
    return 1 if complaints or not files else 0


if __name__ == "__main__":
    sys.exit(main())
