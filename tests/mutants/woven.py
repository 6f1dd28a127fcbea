"""All mutations of a source in one: each is an expression that takes another's place when its number is asked for.

    if (a == b && c)   is   if (mutant(7) ? (a != b && c) : mutant(8) ? (a == b || c) : (a == b && c))

so that one build serves them all, and a mutation costs no more than the tests. No line moves.
"""
import itertools
import re

from mutants.found import blanked

PAIRS = {')': '(', ']': '[', '}': '{'}
NEW_LINE = re.compile(r'\s*\n\s*')
HEADER = """#pragma once
#include <cstdlib>

// The environment asks for one mutation of one source: `MUTANT_clock.cc=7`.
static bool mutant(int number) {
  static const int asked = [] {
    const char* text = std::getenv("MUTANT_" SOURCE);
    return text == nullptr ? -1 : std::atoi(text);
  }();
  return number == asked;
}
"""


def is_stop(code, at):
    """Nothing binds weaker than what stands here, and it stands between two expressions."""
    if code[at] == '=':
        return code[at - 1] not in '=!<>' and code[at + 1] != '='
    if code[at] == ':':
        return ':' not in (code[at - 1], code[at + 1])
    return code[at] in ';,?' or re.match(r'\breturn\b', code[max(0, at - 5):at + 1]) is not None


def expression(code, at, end):
    """The whole expression that this is a part of."""
    first, depth = at, 0
    while depth or not (code[first - 1] in '([{' or is_stop(code, first - 1)):
        first -= 1
        depth += 1 if code[first] in ')]}' else -1 if code[first] in '([{' else 0
    last, depth = end, 0
    while depth or not (code[last] in ')]}' or is_stop(code, last)):
        depth += 1 if code[last] in '([{' else -1 if code[last] in ')]}' else 0
        last += 1
    return first, last


def place(code, mutant):
    return expression(code, mutant.at, mutant.end) if mutant.kind == 'part' else (mutant.at, mutant.end)


def can_be_woven(code, mutant):
    """What is known when it is compiled cannot ask for a number."""
    first, last = code.rfind('\n', 0, mutant.at) + 1, code.find('\n', mutant.at)
    return mutant.kind != 'row' and not re.search(r'\bconst(expr|eval)\b|\bcase\b', code[first:last])


def woven(text, mutants):
    """The source with these mutations of it, and with itself where none is asked for."""
    code, bare = blanked(text), blanked(text, texts=False)
    places = {}
    for mutant in mutants:
        places.setdefault(place(code, mutant), []).append(mutant)
    # Those that enclose others first.
    spans = sorted(places, key=lambda span: (span[0], -span[1]))
    start = f'#define SOURCE "{mutants[0].path.name}"\n#include "tests/mutant.h"\n#line 1\n' if mutants else ''
    return start + _part(text, bare, 0, len(text), spans, places)


def _part(text, bare, begin, end, spans, places):
    parts, at = [], begin
    while spans:
        first, last = spans[0]
        inner = list(itertools.takewhile(lambda span: span[1] <= last, spans[1:]))
        spans = spans[1 + len(inner):]
        others = ''
        for mutant in places[first, last]:
            changed = bare[first:mutant.at] + mutant.new + bare[mutant.end:last]
            others += f'mutant({mutant.number}) ? ({NEW_LINE.sub(" ", changed)}) : '
        is_truth = any(mutant.kind == 'condition' for mutant in places[first, last])
        original = _part(text, bare, first, last, inner, places)
        parts += [text[at:first], f'({others}{"!!" if is_truth else ""}({original}))']
        at = last
    return ''.join(parts) + text[at:end]
