"""A JSON Schema in words: sections of keys, each with its kind and what it says of itself. Section 5
of the manual and the references in probe/docs are made of it."""
import dataclasses

# page, title, schema
FORMATS = (
    ("plan-file", "what vnetprobe is asked to look at", "probe/plan/plan.schema.json"),
    ("report", "a report of vnetprobe as JSON", "reports/report.schema.json"),
)


@dataclasses.dataclass
class Key:
    path: str
    kind: str
    text: str
    required: bool


@dataclasses.dataclass
class Section:
    name: str
    text: str
    keys: list


def definitions(schema):
    return schema.get("$defs") or schema.get("definitions") or {}


def target(schema, node):
    """What a reference stands for, its own words laid over."""
    if "$ref" not in node:
        return node, None
    name = node["$ref"].rsplit("/", 1)[1]
    return {**definitions(schema)[name], **{k: v for k, v in node.items() if k != "$ref"}}, name


def kind(schema, node):
    node, name = target(schema, node)
    if name and any(True for _ in inner_objects(schema, node)):
        return name
    if "const" in node:
        return str(node["const"])
    if "enum" in node:
        return " | ".join(map(str, node["enum"]))
    for choice in ("oneOf", "anyOf"):
        if choice in node:
            kinds = [kind(schema, each) for each in node[choice] if not each.get("pattern", "").startswith("^\\$")]
            return " or ".join(dict.fromkeys(kinds))
    kinds = node.get("type", "object" if "properties" in node else "any")
    if kinds == "array":
        return f"list of {kind(schema, node.get('items', {}))}"
    if kinds == ["string", "number"]:
        return "text"
    return " or ".join(kinds) if isinstance(kinds, list) else kinds


def inner_objects(schema, node):
    """Objects written in place, with what stands behind the key: "", "[]"."""
    if "$ref" in node:
        return
    if "properties" in node:
        yield "", node
    if "items" in node:
        for suffix, inner in inner_objects(schema, node["items"]):
            yield "[]" + suffix, inner
    for choice in node.get("oneOf", []) + node.get("anyOf", []):
        yield from inner_objects(schema, choice)


def keys(schema, node, prefix=""):
    for name, child in node.get("properties", {}).items():
        full, _ = target(schema, child)
        words = full.get("description", "")
        if "default" in full:
            words = f"{words.rstrip('.')}. Default: {full['default']}".lstrip(". ")
        yield Key(prefix + name, kind(schema, child), words, name in node.get("required", []))
        for suffix, inner in inner_objects(schema, child):
            yield from keys(schema, inner, f"{prefix}{name}{suffix}.")


def sections(schema):
    found = [Section("keys", schema.get("description", ""), list(keys(schema, schema)))]
    for name, node in definitions(schema).items():
        own = [key for suffix, inner in inner_objects(schema, node) for key in keys(schema, inner, suffix and suffix + ".")]
        if own:
            found.append(Section(name, node.get("description", ""), own))
    return found
