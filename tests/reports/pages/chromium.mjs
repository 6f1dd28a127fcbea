// What the scripts that look at pages share: the browser, axe, and what counts as clean.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const chromiumPath = process.env.CHROMIUM ?? "/usr/bin/chromium";

export const option = (name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};

// Anything missing is a failure.
export function demandTools() {
  const missing = (what) => {
    console.error(`pages: ${what}`);
    process.exit(1);
  };
  if (!fs.existsSync(chromiumPath)) missing(`${chromiumPath} is missing; Debian's package chromium has it`);
  if (!fs.existsSync(path.join(here, "node_modules", "playwright-core")))
    missing(`npm packages are missing; npm ci --ignore-scripts --prefix ${here}`);
}

// One browser with a profile of its own, which is gone after its end().
export async function launch() {
  const { chromium } = await import("playwright-core");
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), "pages-profile-"));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath,
    headless: true,
    viewport: { width: 1280, height: 800 },
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
  return {
    browser,
    end: async () => {
      await browser.close();
      // Chromium's last processes still write while it ends.
      await fs.promises.rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

// A page that tells `wrong` of every word on its console and of every request but for itself.
export async function openPage(browser, url, wrong) {
  const page = await browser.newPage();
  page.on("console", (m) => ["error", "warning"].includes(m.type()) && wrong(`console: ${m.text()}`));
  page.on("pageerror", (e) => wrong(`page error: ${e.message}`));
  page.on("request", (r) => r.url() === url || wrong(`a request leaves the page: ${r.url().slice(0, 200)}`));
  page.on("dialog", (d) => (wrong("a dialog"), d.dismiss()));
  await page.goto(url);
  return page;
}

const axeSource = () => fs.readFileSync(path.join(here, "node_modules/axe-core/axe.min.js"), "utf8");
export const colours = { runOnly: { type: "rule", values: ["color-contrast"] } };
export const noColours = { rules: { "color-contrast": { enabled: false } } };

// axe evaluates colours as they are painted, so both schemes are asked.
export async function axe(page, wrong, schemes) {
  await page.evaluate(axeSource());
  for (const [scheme, options] of Object.entries(schemes)) {
    await page.emulateMedia({ colorScheme: scheme });
    const result = await page.evaluate((o) => axe.run(document, { resultTypes: ["violations"], ...o }), options);
    for (const v of result.violations)
      wrong(`axe (${scheme}) ${v.id}: ${v.help}: ${v.nodes[0].html.slice(0, 160)} (${v.nodes.length})`);
  }
}
