"""What Azure Resource Manager makes of a template: its expressions evaluated, as far as ours go. A
function that is not here is an error, and so is a parameter that nobody gives."""
import re
import uuid

SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001"
TOKEN = re.compile(r"\s*(?:'((?:[^']|'')*)'|(-?\d+)|(\w+)|([()\[\].,]))")


def tokens(text):
    at = 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if not match:
            raise ValueError(f"no expression: {text[at:]}")
        at = match.end()
        if match[1] is not None:
            yield "text", match[1].replace("''", "'")
        elif match[2]:
            yield "number", int(match[2])
        else:
            yield ("name", match[3]) if match[3] else (match[4], match[4])


class Template:
    def __init__(self, template, given):
        self.template = template
        self.given = dict(given)
        unknown = set(given) - set(template["parameters"])
        if unknown:
            raise ValueError(f"no parameters: {unknown}")

    def parameter(self, name):
        return self.given[name] if name in self.given else self.value(self.template["parameters"][name]["defaultValue"])

    def call(self, name, args):
        functions = {
            "parameters": self.parameter,
            "variables": lambda of: self.value(self.template["variables"][of]),
            "if": lambda condition, yes, no: yes if condition else no,
            "empty": lambda of: not of,
            "null": lambda: None,
            "json": float,
            "concat": lambda *parts: "".join(parts),
            "createArray": lambda *items: list(items),
            "createObject": lambda *pairs: dict(zip(pairs[::2], pairs[1::2])),
            "guid": lambda *parts: str(uuid.uuid5(uuid.NAMESPACE_URL, "-".join(parts))),
            "resourceGroup": lambda: {"name": "rg-probe", "location": "westeurope"},
            "subscription": lambda: {"id": SUBSCRIPTION},
            "subscriptionResourceId": lambda kind, of: f"{SUBSCRIPTION}/providers/{kind}/{of}",
        }
        return functions[name](*args)

    def term(self, left):
        kind, word = left.pop(0)
        if kind in ("text", "number"):
            return word
        if kind != "name" or left.pop(0)[0] != "(":
            raise ValueError(f"{word} is no call")
        args = []
        while left[0][0] != ")":
            args.append(self.term(left))
            if left[0][0] == ",":
                left.pop(0)
            elif left[0][0] != ")":
                raise ValueError(f"{word}: no comma before {left[0][1]}")
        left.pop(0)
        value = self.call(word, args)
        while left and left[0][0] == ".":
            left.pop(0)
            value = value[left.pop(0)[1]]
        return value

    def text(self, text):
        if text.startswith("[[") or not text.startswith("["):
            return text[1:] if text.startswith("[[") else text
        if not text.endswith("]"):
            raise ValueError(f"not closed: {text}")
        left = list(tokens(text[1:-1]))
        value = self.term(left)
        if left:
            raise ValueError(f"too much: {text}")
        return value

    def value(self, node):
        """A node as Resource Manager hands it on: what is null is not there."""
        if isinstance(node, dict):
            made = {self.text(key): self.value(each) for key, each in node.items()}
            return {key: each for key, each in made.items() if each is not None}
        if isinstance(node, list):
            return [self.value(each) for each in node]
        return self.text(node) if isinstance(node, str) else node

    def resources(self):
        return self.value(self.template["resources"])
