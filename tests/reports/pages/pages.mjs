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
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const option = (name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};
const gallery = process.argv[2];
const chromiumPath = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!gallery || !fs.existsSync(chromiumPath)) {
  console.error(`pages: ${gallery ? `${chromiumPath} is missing; Debian's package chromium has it` : "no gallery"}`);
  process.exit(1);
}
if (!fs.existsSync(path.join(here, "node_modules", "playwright-core"))) {
  console.error(`pages: npm packages are missing; npm ci --ignore-scripts --prefix ${here}`);
  process.exit(1);
}
const { chromium } = await import("playwright-core");
const { HtmlValidate } = await import("html-validate");
const axeSource = fs.readFileSync(path.join(here, "node_modules/axe-core/axe.min.js"), "utf8");

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
const toValidate = pages.filter((f) => /^(story-|hostile-1[2-7])/.test(path.basename(f)));
for (const file of toValidate) {
  const report = await validator.validateString(fs.readFileSync(file, "utf8"));
  for (const result of report.results)
    for (const m of result.messages.slice(0, 3)) wrong(file, `html-validate ${m.line}: ${m.ruleId}: ${m.message}`);
}
progress(`${toValidate.length} pages validated`);

// ---- Chromium -----------------------------------------------------------------------------------------
const profile = fs.mkdtempSync(path.join(os.tmpdir(), "pages-profile-"));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: chromiumPath,
  headless: true,
  viewport: { width: 1280, height: 800 },
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const sizes = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const shots = option("--shots");
if (shots) fs.mkdirSync(shots, { recursive: true });

async function look(file, hasFindings) {
  const page = await browser.newPage();
  page.on("console", (m) => ["error", "warning"].includes(m.type()) && wrong(file, `console: ${m.text()}`));
  page.on("pageerror", (e) => wrong(file, `page error: ${e.message}`));
  page.on("request", (r) => r.url() === `file://${file}` || wrong(file, `a request leaves the page: ${r.url().slice(0, 200)}`));
  page.on("dialog", (d) => (wrong(file, "a dialog"), d.dismiss()));
  await page.goto(`file://${file}`);
  opened += 1;
  for (const [name, size] of Object.entries(sizes)) {
    await page.setViewportSize(size);
    for (const scheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: scheme });
      if (shots && !isHostile(file)) {
        const shot = path.join(shots, `${path.basename(file, ".html")}-${name}-${scheme}`);
        await page.screenshot({ path: `${shot}.png` });
        if (scheme === "light" || name === "wide") await page.screenshot({ path: `${shot}-full.png`, fullPage: true, clip: undefined });
      }
    }
    const state = await page.evaluate(() => ({
      pwned: window.pwned,
      scripts: document.scripts.length,
      images: document.querySelectorAll("img, iframe, object, embed, link, form, input, base").length,
      twice: [...document.querySelectorAll("[id]")].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i),
      styled: getComputedStyle(document.querySelector(".top")).borderTopWidth,
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      finding: document.querySelector(".finding h3")?.getBoundingClientRect().bottom,
      height: window.innerHeight,
    }));
    if (state.pwned !== undefined || state.scripts || state.images) wrong(file, `not inert: ${JSON.stringify(state)}`);
    if (state.twice.length) wrong(file, `ids that come twice: ${state.twice.slice(0, 5)}`);
    if (state.styled !== "5px") wrong(file, "the style sheet was refused");
    if (state.overflow > 0) wrong(file, `${name}: the page is ${state.overflow} px wider than the screen`);
    if (hasFindings && !(state.finding <= state.height)) wrong(file, `${name}: the finding needs scrolling (${state.finding})`);
  }
  await page.setViewportSize(sizes.wide);
  return page;
}

// axe evaluates colours as they are painted, so both schemes are asked.
async function axe(page, file) {
  // The colours of 300 endpoints are those of one, and take minutes to measure.
  const isLarge = path.basename(file).startsWith("large-");
  const options = { resultTypes: ["violations"], rules: { "color-contrast": { enabled: !isLarge } } };
  for (const scheme of isLarge ? ["light"] : ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.evaluate(axeSource);
    const result = await page.evaluate((o) => axe.run(document, o), options);
    for (const v of result.violations)
      wrong(file, `axe (${scheme}) ${v.id}: ${v.help}: ${v.nodes[0].html.slice(0, 160)} (${v.nodes.length})`);
  }
}

// With the keyboard alone: Tab to each summary, Enter opens it, until nothing is folded.
async function openAll(page, file) {
  const count = () => page.evaluate(() => document.querySelectorAll("details").length);
  const open = () => page.evaluate(() => document.querySelectorAll("details[open]").length);
  const all = await count();
  await page.evaluate(() => document.body.focus());
  for (let i = 0; i < 12 * all + 500 && (await open()) < all; ++i) {
    await page.keyboard.press("Tab");
    const folded = await page.evaluate(() => {
      const here = document.activeElement;
      return here?.tagName === "SUMMARY" && !here.parentElement.open;
    });
    if (folded) await page.keyboard.press("Enter");
  }
  if ((await open()) !== all) wrong(file, `the keyboard opens ${await open()} of ${all} details`);
}

for (const file of pages) {
  const hasFindings = /<article class="finding/.test(fs.readFileSync(file, "utf8"));
  const page = await look(file, hasFindings && !isHostile(file));
  const name = path.basename(file, ".html");
  if (!isHostile(file)) await axe(page, file);
  if (name === "story-several-findings") await openAll(page, file);
  await page.close();
  if (!isHostile(file)) progress(name);
}
await browser.close();
fs.rmSync(profile, { recursive: true, force: true });

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
process.exit(problems.length || opened < 30 || !junit.length ? 1 : 0);
