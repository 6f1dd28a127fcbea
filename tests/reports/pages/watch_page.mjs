// Reads verdicts from standard input and waits for each on the page. Says the verdict and after how many
// seconds page and picture showed it, or what is wrong:
//   node watch_page.mjs URL [--shots DIR]
// The page renews itself; nothing here loads it again.
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { axe, colours, demandTools, launch, openPage, option } from "./chromium.mjs";

demandTools();
const url = process.argv[2];
const shots = option("--shots");
if (shots) fs.mkdirSync(shots, { recursive: true });
const problems = [];
const wrong = (what) => problems.push(what);
const { browser, end } = await launch();

// The server comes up while Chromium does, and has no report before its first run ends.
async function first() {
  let why = "";
  for (let i = 0; i < 100; ++i) {
    try {
      const answer = await fetch(url);
      why = `status ${answer.status}`;
      if (answer.ok && /<!DOCTYPE html>/.test(await answer.text())) return await openPage(browser, url, wrong);
    } catch (error) {
      why = `${error.message} ${error.cause ?? ""}`;
    }
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`no page within 20 s: ${why}`);
}

const page = await first();
const look = () => ({
  verdict: document.title.split(" ")[0],
  marks: document.querySelectorAll("svg.network.desk .mark.m-error").length,
  failed: document.querySelectorAll("svg.network.desk .s-fail").length,
  changes: document.querySelector("#changes")?.textContent ?? "",
});

async function wait(verdict) {
  const end = Date.now() + 30000;
  for (;;) {
    // A page that is being renewed has nothing to say; its successor has.
    const state = await page.evaluate(look).catch(() => undefined);
    if (state?.verdict === verdict) return state;
    if (Date.now() > end) throw new Error(`the page still says ${state?.verdict}`);
    const left = Math.max(end - Date.now(), 1);
    await page.waitForEvent("load", { timeout: left }).catch(() => undefined);
  }
}

// Under axe, and before a camera, a page must not go away: the one that is held stays.
async function look_closely(line, thoroughly) {
  const held = await openPage(browser, new URL("hold", url).href, wrong);
  if (thoroughly) await axe(held, wrong, { light: {}, dark: colours });
  for (const [width, height] of [[1280, 800], [390, 844]]) {
    await held.setViewportSize({ width, height });
    const bottom = await held.evaluate(() => document.querySelector(".finding h3")?.getBoundingClientRect().bottom ?? 0);
    if (bottom > height) wrong(`the finding needs scrolling at ${width}x${height}`);
    if (shots) await held.screenshot({ path: path.join(shots, `watch-${scene}-${line}-${width}.png`), fullPage: true });
  }
  await held.close();
}

let scene = 0;
for await (const line of readline.createInterface({ input: process.stdin })) {
  const start = Date.now();
  let seconds = 0;
  try {
    const state = await wait(line);
    seconds = (Date.now() - start) / 1000;
    const isBad = line === "FAIL";
    if (isBad !== (state.marks > 0) || isBad !== (state.failed > 0)) wrong(`the picture says otherwise: ${JSON.stringify(state)}`);
    if (isBad && !/net\.timeout/.test(state.changes)) wrong(`what changed is not told: ${state.changes.slice(0, 200)}`);
    await look_closely(line, ++scene <= 2);
  } catch (error) {
    wrong(error.message);
  }
  console.log(problems.length ? problems.join("; ").replaceAll("\n", " ").slice(0, 600) : `${line} ${seconds}`);
}
await end();
