"""All mutations of a source in one: each is an expression that takes another's place when its number is asked for.

    if (a == b && c)   is   if (mutant(7) ? (a != b && c) : mutant(8) ? (a == b || c) : (a == b && c))

so that one build serves them all, and a mutation costs no more than the tests. No line moves.
"""
import itertools
import re

from mutants.found import TABLE, blanked, line_of

PAIRS = {')': '(', ']': '[', '}': '{'}
NEW_LINE = re.compile(r'\s*\n\s*')
# A constant that is written on one line. No function: what one returns may be asked for by the compiler.
CONSTANT = re.compile(r'^\s*constexpr [^()]* k[A-Z]\w* = ')
HEADER = """#pragma once
#include <algorithm>
#include <cstdlib>
#include <vector>

// The environment asks for one mutation of one source: `MUTANT_clock.cc=7`.
static bool mutant(int number) {
  static const int asked = [] {
    const char* text = std::getenv("MUTANT_" SOURCE);
    return text == nullptr ? -1 : std::atoi(text);
  }();
  return number == asked;
}

// A table without one row, by the numbers from `first` on, or with two groups of them in each other's place.
template <class Row>
static std::vector<Row> mutant_rows(int first, const std::vector<int>& groups, std::vector<Row> rows) {
  const int count = static_cast<int>(rows.size()), moves = static_cast<int>(groups.size()) - 2;
  const auto row = [&](int i) { return rows.begin() + i; };
  for (int i = 0; i < moves; ++i)
    if (mutant(first + count + i)) std::rotate(row(groups[i]), row(groups[i + 1]), row(groups[i + 2]));
  for (int i = 0; i < count; ++i)
    if (mutant(first + i)) return rows.erase(row(i)), rows;
  return rows;
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


def is_constant(code, mutant):
    return mutant.kind == 'value' and CONSTANT.search(line_of(code, mutant.at)) is not None


def can_be_woven(code, mutant):
    """What must be known when it is compiled cannot ask for a number. A constant need not, as a rule: where it
    must, the compiler says so."""
    return (mutant.kind == 'row' or is_constant(code, mutant) or
            not re.search(r'\bconst(expr|eval)\b|\bcase\b', line_of(code, mutant.at)))


def woven(text, mutants):
    """The source with these mutations of it, and with itself where none is asked for."""
    places, tables = {}, {}
    for mutant in mutants:
        if mutant.kind == 'row':
            tables.setdefault(mutant.table, (mutant.number, mutant.groups))
    text = _loosened(text, mutants, tables)
    code, bare = blanked(text), blanked(text, texts=False)
    for mutant in mutants:
        if mutant.kind != 'row':
            places.setdefault(place(code, mutant), []).append(mutant)
    # Those that enclose others first.
    spans = sorted(places, key=lambda span: (span[0], -span[1]))
    start = f'#define SOURCE "{mutants[0].path.name}"\n#include "tests/mutant.h"\n#line 1\n' if mutants else ''
    return start + _with_rows_of_choice(_part(text, bare, 0, len(text), spans, places), text, tables)


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


def _loosened(text, mutants, tables):
    """The same at the same places, but what these mutants are in may differ from run to run."""
    def without(match):
        return re.sub(r'[^\n]', ' ', match.group())
    ends = [text.find('\n', mutant.at) for mutant in mutants if is_constant(text, mutant)] + list(tables)
    for at in {text.rfind('constexpr', 0, end) for end in ends}:
        text = text[:at] + 'const'.ljust(len('constexpr')) + text[at + len('constexpr'):]
    return re.sub(r'^consteval .*?^}|^static_assert\(.*?\);', without, text, flags=re.S | re.M) if tables else text


def _with_rows_of_choice(made, text, tables):
    """std::to_array of each of these tables is mutant_rows()."""
    starts = iter([match.start() for match in TABLE.finditer(text)])

    def other(match):
        at = next(starts)
        if at not in tables:
            return match.group()
        first, groups = tables[at]
        return f'mutant_rows<{match.group(1)}>({first}, {{{", ".join(map(str, groups))}}}, {{\n'
    return TABLE.sub(other, made)
