// The HTML report in headless Chromium, and what an HTML validator, axe-core and a merger of JUnit files say.
//
//   node pages.mjs GALLERY [--shots DIR] [--reports DIR]
//
// GALLERY is the built formats_gallery. --shots keeps screenshots, --reports adds saved JSON reports.
// Anything missing is a failure.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { axe, colours, demandTools, launch, noColours, openPage, option } from "./chromium.mjs";

const gallery = process.argv[2];
if (!gallery) {
  console.error("pages: no gallery");
  process.exit(1);
}
demandTools();
const { HtmlValidate } = await import("html-validate");

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pages-"));
const problems = [];
let opened = 0;
const wrong = (file, what) => problems.push(`${path.basename(file)}: ${what}`);

execFileSync(gallery, [folder]);
const saved = option("--reports");
if (saved) {
  const reports = fs.readdirSync(saved).filter((f) => f.endsWith(".json")).map((f) => path.join(saved, f));
  execFileSync(gallery, [folder, ...reports]);
}
const pages = fs.readdirSync(folder).filter((f) => f.endsWith(".html")).sort().map((f) => path.join(folder, f));
const started = Date.now();
const progress = (what) => console.log(`${((Date.now() - started) / 1000).toFixed(1)} s: ${what}`);
const isHostile = (file) => path.basename(file).startsWith("hostile-");

// ---- the validator ------------------------------------------------------------------------------------
// Two rules take minutes on a page of this size: ids are compared in Chromium below, and the one about
// required ancestors is about elements that the page has none of. The large page has no markup of its own.
const validator = new HtmlValidate({
  extends: ["html-validate:standard"],
  rules: { "no-inline-style": "error", "no-dup-id": "off", "element-required-ancestor": "off" },
});
const toValidate = pages.filter((f) => /^(story-|page-|hostile-1[2-7])/.test(path.basename(f)));
for (const file of toValidate) {
  const report = await validator.validateString(fs.readFileSync(file, "utf8"));
  for (const result of report.results)
    for (const m of result.messages.slice(0, 3)) wrong(file, `html-validate ${m.line}: ${m.ruleId}: ${m.message}`);
}
progress(`${toValidate.length} pages validated`);

// ---- Chromium -----------------------------------------------------------------------------------------
const { browser, end } = await launch();
const sizes = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const paper = { width: 718, height: 1000 };  // A4 between margins of 1 cm, at 96 dots an inch
const shots = option("--shots");
if (shots) fs.mkdirSync(shots, { recursive: true });

// Findings as the JSON report has them; the page shows errors first.
function findingsOf(file) {
  const report = JSON.parse(fs.readFileSync(file.replace(/html$/, "json"), "utf8"));
  return report.findings;
}

// What is on the screen now, as numbers.
const seen = () => {
  const shown = (e) => e && e.getClientRects().length > 0;
  const first = document.querySelector(".finding");
  return {
    pwned: window.pwned,
    scripts: document.scripts.length,
    foreign: document.querySelectorAll("img, iframe, object, embed, link, form, input, base, [style]").length,
    twice: [...document.querySelectorAll("[id]")].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i),
    styled: getComputedStyle(document.querySelector(".top")).borderTopWidth,
    ground: getComputedStyle(document.documentElement).backgroundColor,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    sideways: [...document.querySelectorAll("main *")].filter((e) => /auto|scroll/.test(getComputedStyle(e).overflowX) &&
      e.scrollWidth > e.clientWidth).map((e) => e.getAttribute("aria-label") ?? e.tagName),
    code: first?.querySelector(".kicker code").textContent,
    finding: Math.max(...[...(first?.querySelectorAll("h3, .lead") ?? [])].map((e) => e.getBoundingClientRect().bottom)),
    height: window.innerHeight,
    drawings: [...document.querySelectorAll("svg.network")].filter(shown).map((e) => ({
      marks: [...e.querySelectorAll(".mark text")].map((t) => Number(t.textContent)),
      // A finding is not drawn where nobody sees it.
      outside: [...e.querySelectorAll(".mark circle, text")].filter((t) => {
        const a = t.getBoundingClientRect(), b = e.getBoundingClientRect();
        return a.left < b.left - 1 || a.right > b.right + 1 || a.top < b.top - 1 || a.bottom > b.bottom + 1;
      }).map((t) => t.textContent),
    })),
  };
};

async function look(page, file, { keep = false, strict = false } = {}) {
  const name = path.basename(file, ".html");
  const findings = findingsOf(file);
  const grounds = new Set();
  const shoot = async (what, options = {}) => {
    if (shots && keep) await page.screenshot({ path: path.join(shots, `${name}-${what}.png`), ...options });
  };
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const scheme of strict ? ["light", "dark"] : ["light"]) {
      await page.emulateMedia({ colorScheme: scheme });
      const state = await page.evaluate(seen);
      grounds.add(state.ground);
      if (state.pwned !== undefined || state.scripts || state.foreign) wrong(file, `not inert: ${JSON.stringify(state)}`);
      if (state.twice.length) wrong(file, `ids that come twice: ${state.twice.slice(0, 5)}`);
      if (state.styled !== "5px") wrong(file, "the style sheet was refused");
      if (state.overflow > 0) wrong(file, `${size}: the page is ${state.overflow} px wider than the screen`);
      if (strict) {
        if (size === "phone" && state.sideways.length) wrong(file, `${size}: scrolls sideways: ${state.sideways}`);
        if (findings.length && !(state.finding <= state.height)) wrong(file, `${size}: the finding needs scrolling (${state.finding})`);
        const worst = findings.find((f) => f.severity === "error" && !f.suppressed) ?? findings[0];
        if (worst && !findings.some((f) => f.code === state.code && f.severity === worst.severity)) wrong(file, `${size}: ${state.code} comes first, not ${worst.code}`);
        const drawn = state.drawings[0];
        if (state.drawings.length !== 1) wrong(file, `${size}: ${state.drawings.length} pictures`);
        const marks = new Set(drawn?.marks);
        for (let n = 1; n <= findings.length; ++n) if (!marks.has(n)) wrong(file, `${size}: finding ${n} has no place in the picture`);
        if (drawn?.outside.length) wrong(file, `${size}: drawn past the edge: ${drawn.outside.slice(0, 3)}`);
      }
      await shoot(`${size}-${scheme}`);
      if (scheme === "light") await shoot(`${size}-full`, { fullPage: true });
    }
  }
  if (strict && grounds.size !== 2) wrong(file, "light and dark look the same");
  if (strict) {
    await page.setViewportSize(paper);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const state = await page.evaluate(seen);
    if (state.overflow > 0 || state.sideways.length) wrong(file, `on paper: ${state.overflow} px too wide ${state.sideways}`);
    if (state.ground !== "rgb(255, 255, 255)") wrong(file, `on paper: the ground is ${state.ground}`);
    await shoot("paper", { fullPage: true });
    await page.emulateMedia({ media: "screen" });
  }
  await page.setViewportSize(sizes.wide);
}

// With the keyboard alone: Tab to each summary, Enter opens it, until nothing is folded. Keys are sent
// without waiting for each; the page lets Enter through where it opens something, and nowhere else.
async function press(page, rounds, isDone) {
  await page.evaluate(() => document.addEventListener("keydown", (e) => {
    const here = document.activeElement;
    if (e.key === "Enter" && !(here?.tagName === "SUMMARY" && !here.parentElement.open)) e.preventDefault();
  }, true));
  for (let round = 0; round < rounds && !(await isDone()); ++round) {
    const keys = [];
    for (let i = 0; i < 50; ++i) keys.push(page.keyboard.press("Tab"), page.keyboard.press("Enter"));
    await Promise.all(keys);
  }
}
const folded = (page) => page.evaluate(() => document.querySelectorAll("details:not([open])").length);

async function openAll(page, file) {
  const details = await page.evaluate(() => document.querySelectorAll("details").length);
  await press(page, details / 10 + 20, async () => (await folded(page)) === 0);
  const left = await folded(page);
  if (left || !details) wrong(file, `the keyboard leaves ${left} of ${details} details folded`);
}

// Thousands of the same take minutes: 400 keys from the heading of the checks on.
async function openMany(page, file) {
  await page.evaluate(() => (location.hash = "checks"));
  const before = await folded(page);
  await press(page, 8, async () => false);
  const opened = before - (await folded(page));
  if (opened < 300) wrong(file, `400 keys open ${opened} of ${before} details`);
}

async function read(file) {
  const name = path.basename(file, ".html");
  const tell = (what) => wrong(file, what);
  const page = await openPage(browser, `file://${file}`, tell);
  opened += 1;
  const strict = !isHostile(file) && name !== "story-empty-plan";
  const large = name.startsWith("large-");
  await look(page, file, { keep: !isHostile(file), strict });
  if (large) {
    // The colours of 300 endpoints are those of one, and take minutes to measure.
    await openMany(page, file);
    await axe(page, tell, { light: noColours });
  } else if (strict && !name.startsWith("story-")) {
    await axe(page, tell, { dark: colours });
    await openAll(page, file);
    await axe(page, tell, { light: {} });
  } else if (name === "story-several-findings") {
    await openAll(page, file);
    await axe(page, tell, { light: {}, dark: {} });
  }
  await page.close();
  if (!isHostile(file)) progress(name);
}

// Two at a time: one page is drawn while the other is measured.
const waiting = [...pages];
const reader = async () => {
  for (let file = waiting.shift(); file; file = waiting.shift()) await read(file);
};
await Promise.all([reader(), reader()]);
await end();

// ---- JUnit, by a program that merges it ----------------------------------------------------------------
const { mergeFiles } = (await import("junit-report-merger")).default ?? (await import("junit-report-merger"));
const junit = fs.readdirSync(folder).filter((f) => f.endsWith(".junit")).map((f) => path.join(folder, f));
const merged = path.join(folder, "merged.xml");
await mergeFiles(merged, junit);
const number = (text, name) => Number(new RegExp(`<testsuites[^>]* ${name}="(\\d+)"`).exec(text)?.[1]);
for (const name of ["tests", "failures", "errors"]) {
  const sum = junit.reduce((n, f) => n + number(fs.readFileSync(f, "utf8"), name), 0);
  if (number(fs.readFileSync(merged, "utf8"), name) !== sum) wrong(merged, `${name} is not the sum of its parts, ${sum}`);
}

fs.rmSync(folder, { recursive: true, force: true });
console.log(problems.slice(0, 60).join("\n"));
console.log(`${opened} pages opened, ${junit.length} JUnit files merged, ${problems.length} problems`);
process.exit(problems.length || opened < 40 || !junit.length ? 1 : 0);
