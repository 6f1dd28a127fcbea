#!/usr/bin/python3
"""The made pages of probe/docs: container/package/words/pages.py VNETPROBE OUT

plan.md and report.md from the JSON Schemas, errors.md from `explain`. The test of the documents makes
them again and compares; UPDATE_GOLDEN=1 rewrites."""
import json
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import schema_words  # noqa: E402

HOUSE = pathlib.Path(__file__).resolve().parents[3]
MADE = "<!-- Made by container/package/words/pages.py; do not edit. -->\n"
HEADS = {
    "plan": "# The plan\n\n" + MADE + """
A plan says what must be right. `vnetprobe plan --check -p plan.yaml` only validates one, and lists every error with its
line and column; `vnetprobe plan -p plan.yaml` prints what `run` would make of it, with the source of each value. The
machine form is [plan.schema.json](../../probe/plan/plan.schema.json).
""",
    "report": "# The report\n\n" + MADE + """
What `-f json` prints and `judge`, `diff`, `merge` and `fix` read. Members may be added within one version of the schema;
readers pass over what they do not know. The machine form is [report.schema.json](../../reports/report.schema.json).
""",
}


def cell(words):
    return words.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def reference(head, path):
    text = HEADS[head]
    for section in schema_words.sections(json.loads((HOUSE / path).read_text(encoding="utf-8"))):
        text += f"\n## {section.name}\n" + (f"\n{section.text}\n" if section.text else "")
        text += "\n| key | kind | |\n| --- | --- | --- |\n"
        for key in section.keys:
            words = key.text + (" Required." if key.required and head == "plan" else "")
            text += f"| `{key.path}` | {cell(key.kind)} | {cell(words.strip())} |\n"
    return text


def explained(program, *words):
    return json.loads(subprocess.run([program, *words, "-f", "json"], check=True, capture_output=True, text=True).stdout)


def finding(code):
    """A link to its place among the findings; of a heading's words a browser's anchor has no dots."""
    return f"[`{code}`](../../checks/FINDINGS.md#{code.replace('.', '')})"


def errors(program):
    text = ("# Errors as users see them\n\n" + MADE + """
What each means for the network, what to run, and the findings that would explain it. The same on a terminal:
`vnetprobe explain UserErrorVMInternetConnectivityIssue`. By symptom: [troubleshooting.md](troubleshooting.md).
""")
    for each in explained(program, "list", "errors")["errors"]:
        said = explained(program, "explain", each["word"])
        text += f"\n## {cell(each['word'])}\n\n{said['title']}\n"
        for section in said["sections"]:
            text += f"\n*{section['heading']}.* " + " ".join(section["paragraphs"])
            if section["items"]:
                text += ", ".join(finding(i["word"]) for i in section["items"])
            text = text.rstrip() + "\n"
    return text


def main(argv):
    program, out = argv[0], pathlib.Path(argv[1])
    out.mkdir(parents=True, exist_ok=True)
    pages = {"plan.md": reference("plan", "probe/plan/plan.schema.json"),
             "report.md": reference("report", "reports/report.schema.json"), "errors.md": errors(program)}
    for name, text in pages.items():
        (out / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
