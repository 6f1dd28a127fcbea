#!/usr/bin/python3
"""What SECURITY.md promises has tests: tests/docs/promises_test.py

Every promise is in promises.yaml and nothing else is; every test that is named there is in its file, and
the file is one that CMake runs."""
import pathlib
import re
import unittest

import yaml

HERE = pathlib.Path(__file__).resolve().parent
HOUSE = HERE.parents[1]
HELD = yaml.safe_load((HERE / "promises.yaml").read_text(encoding="utf-8"))


def promised(text):
    section = re.search(r"^## What it promises$(.*?)(?=^## |\Z)", text, re.M | re.S)[1]
    return re.findall(r"^- \*\*([a-z-]+)\*\*: ", section, re.M)


def has_test(path, name):
    """A function of Python's unittest; a test case, or a row of one, of doctest."""
    text = path.read_text(encoding="utf-8")
    return f"def {name}(self" in text if path.suffix == ".py" else f'"{name}"' in text


class Promises(unittest.TestCase):
    def test_each_has_tests_and_nothing_else_has(self):
        names = promised((HOUSE / "SECURITY.md").read_text(encoding="utf-8"))
        self.assertGreater(len(names), 15)
        self.assertEqual(sorted(names), sorted(set(names)), "a name is there twice")
        self.assertEqual(set(names), set(HELD))
        self.assertEqual([name for name in names if not any((HELD[name] or {}).values())], [])

    def test_every_test_that_is_named_is_there(self):
        lost = [(promise, file, name) for promise, files in HELD.items() for file, names in files.items() for name in names
                if not has_test(HOUSE / file, name)]
        self.assertEqual(lost, [])

    def test_somebody_runs_it(self):
        lists = "".join(each.read_text(encoding="utf-8") for each in (HOUSE / "tests").rglob("CMakeLists.txt") if "node_modules" not in each.parts)
        files = {file for each in HELD.values() for file in each}
        self.assertEqual([file for file in files if not re.search(rf"\b{re.escape(pathlib.Path(file).name)}\b", lists)], [])

    def test_the_search_finds_what_is_missing(self):
        self.assertEqual(promised("## What it promises\n\n- **one**: 1\n- **not one** 2\n\n## Else\n\n- **two**: 2\n"), ["one"])
        self.assertFalse(has_test(pathlib.Path(__file__), "test_that_nobody_wrote"))


if __name__ == "__main__":
    unittest.main()
