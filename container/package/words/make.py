#!/usr/bin/python3
"""Man pages and completions, made from what the program itself says:

  container/package/words/make.py VNETPROBE OUT

Commands and options come from `vnetprobe list commands -f json`, which walks what --help prints;
the file formats of section 5 from the JSON Schemas. Nothing is written here a second time. OUT gets
man/man1, man/man5 and completions/{bash,zsh,fish}. No date goes in: two runs make the same bytes.
"""
import json
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import completions  # noqa: E402
import man  # noqa: E402
import schema_words  # noqa: E402

HOUSE = pathlib.Path(__file__).resolve().parents[3]


def listed(program, what):
    said = subprocess.run([program, "list", what, "-f", "json"], check=True, capture_output=True, text=True)
    return json.loads(said.stdout)[what]


def main(argv):
    if len(argv) != 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    program, out = argv[0], pathlib.Path(argv[1])
    version = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    commands = listed(program, "commands")
    formats = listed(program, "formats")
    pages = {f"man1/{name}": text for name, text in man.commands(version, commands, formats).items()}
    for name, title, path in schema_words.FORMATS:
        schema = json.loads((HOUSE / path).read_text(encoding="utf-8"))
        pages[f"man5/vnetprobe-{name}.5"] = man.file_format(version, name, title, schema_words.sections(schema))
    files = {f"man/{path}": text for path, text in pages.items()}
    files["completions/bash/vnetprobe"] = completions.bash(commands, formats)
    files["completions/zsh/_vnetprobe"] = completions.zsh(commands, formats)
    files["completions/fish/vnetprobe.fish"] = completions.fish(commands, formats)
    for path, text in files.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
