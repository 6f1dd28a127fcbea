#!/usr/bin/python3
"""co_await stands alone: g++ 12 frees memory twice where braces, a lambda or ?: stand beside it.

  tests/lint/co_await.py [ROOT]

Looks at every statement with co_await in it: no brace-initialised argument, no lambda with a
capture list, no conditional expression. Exit 1 with a line for each.
"""
import pathlib
import re
import sys

COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)
STRING = re.compile(r'"(?:\\.|[^"\\\n])*"')


def blank(match):
    return re.sub(r"[^\n]", " ", match.group())


OPENS_BLOCK = re.compile(r"(\)|[;{}:]|\belse|\bdo|\btry|\bconst|\bnoexcept|\bmutable|->\s*[\w:<>,\s]+)$")


def before(text, at):
    """From the start of the statement to co_await, and whether a brace of an expression opens in it."""
    for place in range(at - 1, -1, -1):
        char = text[place]
        if char in ";}":
            return text[place + 1:at], False
        if char == "{":
            head = text[:place].rstrip()
            return text[place + 1:at], bool(head) and not OPENS_BLOCK.search(head)
    return text[:at], False


def after(text, at):
    """From co_await to the end of its statement, or of the condition that it stands in."""
    depth = 0
    for place in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth < 0 or (text[place] == ";" and depth == 0):
            return text[at:place]
    return text[at:]


LAMBDA = re.compile(r"[(,]\s*\[[^\]]*\]\s*[({]")


def complaints(path, text):
    text = STRING.sub(blank, COMMENT.sub(blank, text))
    for match in re.finditer(r"\bco_await\b", text):
        head, in_braces = before(text, match.start())
        tail = after(text, match.end())
        what = None
        if in_braces or re.search(r"[\w>,(=]\s*\{", tail):
            what = "braces beside co_await"
        elif LAMBDA.search(tail):
            what = "a lambda beside co_await"
        elif "?" in head or "?" in tail:
            what = "?: beside co_await"
        if what:
            yield f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {what}"


SELF_TEST = (
    ("auto a = co_await f(T{1, 2});", True),
    ("co_await f([x] { return x; });", True),
    ("T t{.a = co_await g()};", True),
    ("auto a = c ? co_await f() : g();", True),
    ("std::vector<int> v{co_await a()};", True),
    ("co_await f(std::move(a), {b});", True),
    ("auto body = []() -> asio::awaitable<void> { co_await f(x); };", False),
    ("auto a = co_await f(x, y);", False),
    ("for (;;) { co_await f(x); }", False),
    ("while (v[i] > 0) co_await f(i).changed();", False),
    ("if (done) { auto [e] = co_await t.async_wait(as_tuple(use_awaitable)); }", False),
)


def main():
    for code, bad in SELF_TEST:
        if bool(list(complaints("self-test", code))) != bad:
            print(f"co_await.py misjudges its own example: {code}")
            return 1
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    found = []
    for folder in ("probe", "checks", "reports", "tests"):
        for file in sorted((root / folder).glob("**/*.cc")) + sorted((root / folder).glob("**/*.h")):
            found += complaints(file.relative_to(root).as_posix(), file.read_text(encoding="utf-8"))
    print("\n".join(found) if found else "co_await stands alone everywhere")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
