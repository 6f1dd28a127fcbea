"""The schema that is shipped holds for every golden report, and names every key that is written.

Usage: schema_test.py SCHEMA FOLDER_OF_GOLDENS
"""

import copy
import json
import pathlib
import re
import sys

import jsonschema


def closed_objects(schema, path="#"):
    """Every object of ours in the schema: (path, node)."""
    if isinstance(schema, dict):
        if "properties" in schema:
            yield path, schema
        for key, value in schema.items():
            yield from closed_objects(value, f"{path}/{key}")
    elif isinstance(schema, list):
        for index, value in enumerate(schema):
            yield from closed_objects(value, f"{path}/{index}")


def undescribed(schema):
    """Members without a word on what they mean; a $ref is described where it leads."""
    for path, node in closed_objects(schema):
        for name, member in node["properties"].items():
            if not {"description", "$ref", "const", "oneOf"} & member.keys():
                yield f"{path}/properties/{name}"


def used_members(schema, definitions, value, seen):
    """Collects which members of which objects of the schema occur in `value`."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rsplit("/", 1)[1]]
    for choice in schema.get("oneOf", []):
        if value is not None:
            used_members(choice, definitions, value, seen)
    if isinstance(value, dict):
        for name, member in schema.get("properties", {}).items():
            if name in value:
                seen.add((id(schema), name))
                used_members(member, definitions, value[name], seen)
    elif isinstance(value, list) and "items" in schema:
        for item in value:
            used_members(schema["items"], definitions, item, seen)


def mutants(report):
    """Reports that are wrong in one place each, which the schema must refuse."""
    def changed(change):
        wrong = copy.deepcopy(report)
        change(wrong)
        return wrong

    yield "a member nobody knows", changed(lambda r: r.update(extra=1))
    yield "a member of a check nobody knows", changed(lambda r: r["checks"][0].update(extra=1))
    yield "no verdict", changed(lambda r: r.pop("verdict"))
    yield "a status that is none", changed(lambda r: r["checks"][0].update(status="good"))
    yield "text for time", changed(lambda r: r["checks"][0].update(started_ms="1"))
    yield "another schema", changed(lambda r: r.update(schema="vnetprobe/report/v2"))
    yield "no address", changed(lambda r: r["run"]["host"].update(nameservers=["dc1"]))


def main(schema_file, folder):
    schema = json.loads(pathlib.Path(schema_file).read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    complaints = [f"no description: {path}" for path in undescribed(schema)]
    complaints += [f"open to any member: {path}" for path, node in closed_objects(schema)
                   if node.get("additionalProperties") is not False]

    goldens = sorted(pathlib.Path(folder).glob("*.json"))
    if not goldens:
        complaints.append(f"no goldens in {folder}")
    seen = set()
    for golden in goldens:
        report = json.loads(golden.read_text())
        for error in validator.iter_errors(report):
            where = "/".join(str(part) for part in error.absolute_path)
            complaints.append(f"{golden.name}: {where}: {error.message[:200]}")
        used_members(schema, schema["definitions"], report, seen)
    # A member that no golden has is a member that nobody would miss if the writer lost it.
    # Merged runs, what az said and discovery have goldens of their own kind: compare_tests, and
    # program_from_az and program_discovery, credentials in program_identity, which validate their reports against this schema.
    elsewhere = re.compile(r"#/definitions/(merged_run|(az|discovery)(_\w+)?|identity|token|sas)$")
    for path, node in closed_objects(schema):
        if elsewhere.search(path):
            continue
        complaints += [f"in no golden: {path}/{name}" for name in node["properties"]
                       if (id(node), name) not in seen and f"{path}/{name}" not in ("#/definitions/run/merged", "#/definitions/run/az", "#/definitions/run/discovery", "#/definitions/run/identity")]

    if goldens:
        report = json.loads((pathlib.Path(folder) / "healthy.json").read_text())
        complaints += [f"accepts {story}" for story, wrong in mutants(report) if validator.is_valid(wrong)]

    print("\n".join(complaints) or f"{len(goldens)} goldens hold to the schema")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
