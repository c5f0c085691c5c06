// A durable job on the page at /: watched to its end, through a reload, a broken stream and a cancel.
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startChromium } from "../../scripts/chromium.ts";
import { ownBuilt } from "../support/own-built.ts";
import { API_KEY } from "../support/settings.ts";
import { watchedPage } from "../support/watched-page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await startChromium({ host: "localhost", origin: "http://localhost" });
}, 30_000);
afterAll(() => browser?.close());

const OPEN = { API_KEYS: "", OPEN_ACCESS: "true" };

/** Opens the preset of a Worker of this test's own. `asked` is what the page sends about jobs. */
async function openJob(query: string, changes: Record<string, string> = OPEN, jobs = true) {
  const { worker } = await ownBuilt(changes, { jobs });
  const origin = worker.replace("127.0.0.1", "localhost");
  const watched = await watchedPage(browser, origin);
  const { page } = watched;
  onTestFinished(() => page.close());
  const asked: { readonly what: string; readonly lastEventId: string | undefined }[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith("/jobs")) return;
    const what = `${request.method()} ${pathname.replace(/^\/jobs\/[^/]+/, "/jobs/:id")}`;
    asked.push({ what, lastEventId: request.headers()["last-event-id"] });
  });
  const known = page.waitForResponse(`${origin}/about`);
  await page.goto(`${origin}/?run=job${query}`);
  await known;
  return { ...watched, asked };
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const key = (page: Page) => page.getByRole("textbox", { name: /^Key/ });
const verdict = (page: Page) => page.getByRole("status");
const bar = (page: Page) => page.getByRole("progressbar", { name: "Requests that have a result" });
const outcome = (page: Page, name: string) => page.locator(`[data-outcome="${name}"]`);
const count = async (page: Page): Promise<number> => Number(await bar(page).getAttribute("aria-valuenow"));

/** Resolves when some requests, but not all, have a result. */
async function underWay(page: Page): Promise<void> {
  await page.locator('.job-bar:not([aria-valuenow="0"])').waitFor();
  expect(await count(page)).toBeLessThan(2_000);
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<{ violations: { id: string }[] }>("axe.run()");
  return found.violations.map(({ id }) => id);
}

test("J1 a job of 2,000 is watched through a reload, from its last event, and every result is counted", async () => {
  const { page, asked, faults } = await openJob("&delayMs=150");
  expect(asked).toEqual([]);
  await button(page, "Run").click();
  await underWay(page);
  expect(await verdict(page).innerText()).toBe("The job is running. It goes on if you close this page.");
  const before = await count(page);
  expect(await violations(page)).toEqual([]);

  await page.reload();
  await underWay(page);
  expect(await count(page)).toBeGreaterThanOrEqual(before);
  await verdict(page)
    .getByText(/^All 2,000 have a result, after .*: 1,950 ok, 50 http error\.$/)
    .waitFor();
  expect(await bar(page).getAttribute("aria-valuetext")).toBe("2,000 of 2,000");
  expect(await outcome(page, "ok").innerText()).toBe("1,950 ok");
  expect(await page.locator("#job dd").allInnerTexts()).toEqual([
    "2,000 of 2,000",
    expect.stringMatching(/^[\d,]+ a second$/),
    "none",
  ]);
  const streams = asked.filter(({ what }) => what === "GET /jobs/:id/events");
  expect(asked.filter(({ what }) => what === "POST /jobs").length).toBe(1);
  expect([streams.length, streams[0]?.lastEventId, Number(streams[1]?.lastEventId) > 0]).toEqual([2, undefined, true]);

  await page.reload();
  await verdict(page)
    .getByText(/^All 2,000 have a result/)
    .waitFor();
  expect(faults).toEqual([]);
  await button(page, "Run").click();
  await underWay(page);
  expect(asked.filter(({ what }) => what === "POST /jobs").length).toBe(2);
}, 60_000);

test("J3 a job is cancelled, and what was not sent says so", async () => {
  const { page, faults } = await openJob("&delayMs=500");
  await button(page, "Run").click();
  await underWay(page);
  await button(page, "Cancel").click();
  await verdict(page)
    .getByText(/^Cancelled after .* of 2,000 are ok, and each has a result\.$/)
    .waitFor();
  expect(await count(page)).toBe(2_000);
  expect(await outcome(page, "cancelled").innerText()).toMatch(/^[\d,]+ cancelled$/);
  expect(await button(page, "Cancel").getAttribute("aria-disabled")).toBe("true");
  expect(faults).toEqual([]);
}, 30_000);

test("a stream that breaks is opened again, and the job is not uploaded twice", async () => {
  const { page, asked } = await openJob("&delayMs=30");
  let broken = 0;
  await page.route("**/events", async (route) => (broken++ === 0 ? route.abort() : route.continue()));
  await button(page, "Run").click();
  await verdict(page)
    .getByText(/^The connection was lost/)
    .waitFor();
  await verdict(page)
    .getByText(/^All 2,000 have a result/)
    .waitFor();
  expect(asked.filter(({ what }) => what === "POST /jobs").length).toBe(1);
}, 30_000);

test("where a key is needed it is asked for again after a reload, and then the same job is watched", async () => {
  const { page, asked } = await openJob("&delayMs=60", {});
  await key(page).fill(API_KEY);
  await button(page, "Run").click();
  await underWay(page);
  await page.reload();
  await verdict(page)
    .getByText(/^A job is under way\. Give the key/)
    .waitFor();
  expect(page.url()).not.toContain(API_KEY);
  await key(page).fill(API_KEY);
  await button(page, "Run").click();
  await verdict(page)
    .getByText(/^All 2,000 have a result/)
    .waitFor();
  expect(asked.filter(({ what }) => what === "POST /jobs").length).toBe(1);
}, 30_000);

test("a job that is not there any more is said to be so, and the next run makes a new one", async () => {
  const { page } = await openJob(`&delayMs=20&job=${"a".repeat(24)}-${"0".repeat(8)}`);
  await page
    .getByRole("status")
    .getByText(/^There is no job/)
    .waitFor();
  expect(page.url()).not.toContain("job=");
  await button(page, "Run").click();
  await verdict(page)
    .getByText(/^All 2,000 have a result/)
    .waitFor();
}, 30_000);

test("a Worker without jobs says how to switch them on, and nothing can be run", async () => {
  const { page, asked } = await openJob("", OPEN, false);
  await page.getByText("add the lines in src/jobs/README.md to wrangler.toml").waitFor();
  expect(await button(page, "Run").getAttribute("aria-disabled")).toBe("true");
  expect([asked, await page.locator("#exchanges article").count()]).toEqual([[], 0]);
});
