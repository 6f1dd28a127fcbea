// What Azure's own client libraries would not know of resources, a line each: arm_schema.mjs <RESOURCES.json
//
// The libraries are generated from the schemas of the resource providers, one version of the interface each;
// their tables say which members there are, of what kind, and which must be given.
import { readFileSync, readdirSync } from "node:fs";

const RESOURCES = {
  "Microsoft.ContainerInstance/containerGroups": ["arm-containerinstance", "ContainerGroup"],
  "Microsoft.App/jobs": ["arm-appcontainers", "Job"],
  "Microsoft.Authorization/roleDefinitions": ["arm-authorization", "RoleDefinition"],
  "Microsoft.Authorization/roleAssignments": ["arm-authorization", "RoleAssignmentCreateParameters"],
};
const KINDS = { String: "string", Number: "number", Boolean: "boolean", Enum: "string", DateTime: "string", Uuid: "string" };
const home = new URL("node_modules/@azure/", import.meta.url);

// The tables are an ES module in a package that does not say so, and import nothing.
const tables = async (library) => {
  const text = readFileSync(new URL(`${library}/dist-esm/src/models/mappers.js`, home));
  return import(`data:text/javascript;base64,${text.toString("base64")}`);
};

const speaks = (library, version) => {
  const source = new URL(`${library}/dist-esm/src/`, home);
  return readdirSync(source, { recursive: true }).some(
    (file) => file.endsWith(".js") && readFileSync(new URL(file, source), "utf8").includes(`"${version}"`));
};

// Members whose names are paths ("properties.containers") as the tree that they stand for.
const tree = (members) => {
  const root = { under: {} };
  for (const member of Object.values(members)) {
    let at = root;
    for (const step of member.serializedName.split(/(?<!\\)\./)) at = at.under[step.replaceAll("\\", "")] ??= { under: {} };
    at.mapper = member;
  }
  return root;
};

function* complaints(value, mapper, place, models) {
  const { type } = mapper;
  if (type.name === "Sequence") {
    if (!Array.isArray(value)) return yield `${place}: no list`;
    for (const [i, each] of value.entries()) yield* complaints(each, type.element, `${place}[${i}]`, models);
  } else if (type.name === "Dictionary") {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return yield `${place}: no object`;
    for (const [key, each] of Object.entries(value)) yield* complaints(each, type.value, `${place}.${key}`, models);
  } else if (type.name === "Composite") {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return yield `${place}: no object`;
    yield* members(value, tree(models[type.className].type.modelProperties ?? {}), place, models);
  } else if (KINDS[type.name]) {
    if (typeof value !== KINDS[type.name]) yield `${place}: a ${typeof value}, not a ${KINDS[type.name]}`;
    else if (type.allowedValues && !type.allowedValues.includes(value)) yield `${place}: ${value} is none of ${type.allowedValues}`;
  } else if (type.name !== "any") yield `${place}: ${type.name} is not known to this reader`;
}

function* members(value, node, place, models) {
  for (const [key, each] of Object.entries(value)) {
    const known = node.under[key];
    if (!known) yield `${place}.${key}: no such member`;
    else if (known.mapper?.readOnly) yield `${place}.${key}: cannot be given`;
    else if (known.mapper) yield* complaints(each, known.mapper, `${place}.${key}`, models);
    else yield* members(each, known, `${place}.${key}`, models);
  }
  for (const [key, known] of Object.entries(node.under))
    if (known.mapper?.required && !known.mapper.readOnly && !(key in value)) yield `${place}.${key}: missing`;
}

for (const { type, apiVersion, name, dependsOn, ...given } of JSON.parse(readFileSync(0, "utf8"))) {
  if (!RESOURCES[type]) {
    console.log(`${type}: of no library`);
    continue;
  }
  const [library, model] = RESOURCES[type];
  const models = await tables(library);
  if (!speaks(library, apiVersion)) console.log(`${type}: ${library} does not speak ${apiVersion}`);
  for (const said of complaints(given, { type: { name: "Composite", className: model } }, type, models)) console.log(said);
}
