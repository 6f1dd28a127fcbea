"""The mutations of a source: what is changed, and what is not."""
import re

FLIPS = [
    (r'==', '!='), (r'!=', '=='),
    (r'(?<= )<(?= )', '<='), (r'(?<= )<=(?= )', '<'), (r'(?<= )>(?= )', '>='), (r'(?<= )>=(?= )', '>'),
    (r'&&(?= |$)', '||'), (r'\|\|(?= |$)', '&&'),
    (r'(?<=[ (!])!(?=[A-Za-z(*])', '!!'),  # twice, not left out: what it is asked of may be no bool
    (r'(?<=::)any_of\b', 'all_of'), (r'(?<=::)all_of\b', 'any_of'), (r'(?<=::)none_of\b', 'any_of'),
]
TRUTHS = {'true': 'false', 'false': 'true'}
WORDS = {
    'Status': ('pass', 'warn', 'fail', 'skip', 'unknown'),
    'Severity': ('info', 'warning', 'error'),
    'Served': ('yes', 'no', 'unknown'),
}
# Changes that nobody could see. The text of the line, and why.
EQUIVALENT = {
    'std::abs(sight.ahead_s), sight.ahead_s > 0 ? "ahead of" : "behind")': 'a wrong clock is minutes away from 0',
    'sight.example, std::abs(sight.ahead_s), sight.ahead_s > 0 ? "behind" : "ahead");': 'the same',
}


# Rows are left out of it one by one.
TABLE = re.compile(r'std::to_array<(\w+)>\(\{\n')


class Mutant:
    """text[at:end] is `new`. `kind` is "part" of an expression, a whole "value", a "condition", or a "row"."""
    number = 0  # among those of its source
    table, groups = 0, []  # a row's: where its table begins, and with which rows its groups

    def __init__(self, path, kind, at, end, new):
        self.path, self.kind, self.at, self.end, self.new = path, kind, at, end, new

    def applied(self, text):
        return text[:self.at] + self.new + text[self.end:]

    def line(self, text):
        return text.count('\n', 0, self.at) + 1

    def shown(self, text):
        first, last = text.rfind('\n', 0, self.at) + 1, text.find('\n', self.end)
        return text[first:last].strip(), (text[first:self.at] + self.new + text[self.end:last]).strip()


def line_of(text, at):
    return text[text.rfind('\n', 0, at) + 1:text.find('\n', at)]


def blanked(text, texts=True):
    """The source with comments, texts and what only the compiler sees blanked out, every character at its place."""
    def blank(match):
        keep = not texts and match.group()[0] in '"\''
        return match.group() if keep else re.sub(r'[^\n]', ' ', match.group())
    pattern = r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|^#[^\n]*|^consteval .*?^}'
    return re.sub(pattern, blank, text, flags=re.S | re.M)


def is_left_out(line):
    """Lines in which a change is none of the rules' business, or a label twice in one switch."""
    return bool(re.search(r'\breserve\(|static_assert|\bassert\(|^\s*template\b|^\s*case [\w:]+:$|^\s*for \(std::size_t \w+ = 0;', line))


def conditions(path, text, code):
    """`if (c)` with the opposite of c, where c is one condition and no declaration."""
    for match in re.finditer(r'\bif \(', code):
        depth, at = 1, match.end()
        while depth:
            depth += {'(': 1, ')': -1}.get(code[at], 0)
            at += 1
        inner = code[match.end():at - 1]
        if ';' not in inner and not re.search(r'(?<![=!<>])=(?!=)', inner):
            yield Mutant(path, 'condition', match.end(), at - 1, f'!({text[match.end():at - 1]})')


def groups_of(code, spans):
    """Where the groups of a table's rows begin, and its end. A comment or an empty line stands between two of them:
    within one the order has no meaning. Without any, each row is a group."""
    begins = [row for row in range(1, len(spans))
              if re.search(r'\n[ ]*\n', code[spans[row - 1][1]:spans[row][0]])]
    return [0, *(begins or range(1, len(spans))), len(spans)]


def rows(path, text, code):
    """A row of a table left out, and two neighbouring groups in each other's place."""
    for table in TABLE.finditer(code):
        spans, depth, begin, at = [], 0, 0, table.end()
        while depth >= 0:
            if code[at] == '{':
                begin = at if depth == 0 else begin
                depth += 1
            elif code[at] == '}':
                depth -= 1
                if depth == 0:
                    spans.append((begin, at + 1))
            at += 1
        made = [Mutant(path, 'row', first, code.find(',', last) + 1, '') for first, last in spans]
        groups = groups_of(code, spans)
        for one, other, after in zip(groups, groups[1:], groups[2:]):
            first, last = spans[one][0], spans[other - 1][1]
            again, end = spans[other][0], spans[after - 1][1]
            made.append(Mutant(path, 'row', first, end, f'{text[again:end]},\n    {text[first:last]}'))
        for each in made:
            each.table, each.groups = table.start(), groups
        yield from made


def values(path, code):
    """A word that has opposites or neighbours, or a number."""
    for match in re.finditer(r'\b(true|false)\b', code):
        yield Mutant(path, 'value', match.start(), match.end(), TRUTHS[match.group()])
    for match in re.finditer(r'(?<![\w.:<])(\d+)(?![\w.xX\'>])', code):
        # One more of many is lost in rounding.
        number = int(match.group())
        yield Mutant(path, 'value', match.start(), match.end(), str(number + 1 if number < 100 else 2 * number))
    for kind, words in WORDS.items():
        for match in re.finditer(rf'\b{kind}::(\w+)\b(?!\()', code):
            if match.group(1) in words:
                other = words[(words.index(match.group(1)) + 1) % len(words)]
                yield Mutant(path, 'value', match.start(), match.end(), f'{kind}::{other}')


def mutants_of(path, text):
    code = blanked(text)
    found = [Mutant(path, 'part', match.start(), match.end(), new)
             for pattern, new in FLIPS for match in re.finditer(pattern, code, flags=re.M)]
    found += [*values(path, code), *conditions(path, text, code), *rows(path, text, code)]
    for number, each in enumerate(found, 1):
        each.number = number
    lines = code.split('\n')
    return [each for each in found if not is_left_out(lines[each.line(text) - 1])
            and each.shown(text)[0] not in EQUIVALENT]
