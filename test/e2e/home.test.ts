// The page at / as a browser shows it, and as the Worker and its upstreams see it.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { startChromium } from "../../scripts/chromium.ts";
import { API_KEY } from "../support/settings.ts";
import { heldUpstream } from "../support/held-upstream.ts";
import { ownBuilt } from "../support/own-built.ts";
import { type WatchedPage, watchedPage } from "../support/watched-page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await startChromium({ host: "localhost", origin: "http://localhost" });
}, 30_000);
afterAll(() => browser?.close());

/** Opens `path` of the Worker at `worker`. */
async function open(path: string, options: Parameters<typeof watchedPage>[2] = {}, worker = inject("worker") ?? "") {
  const origin = worker.replace("127.0.0.1", "localhost");
  const watched = await watchedPage(browser, origin, options);
  onTestFinished(() => watched.page.close());
  const known = watched.page.waitForResponse(`${origin}/about`);
  await watched.page.goto(origin + path);
  await known;
  return { ...watched, origin };
}

/** A Worker of this test's own, open to everyone, that may call `origin`. */
async function openWorker(origin: string): Promise<string> {
  return (await ownBuilt({ API_KEYS: "", OPEN_ACCESS: "true", ALLOWED_ORIGINS: origin })).worker;
}

/** Opens the page with these URLs to be called. */
async function openOwn(urls: readonly string[], worker: string, more = ""): Promise<WatchedPage & { origin: string }> {
  return open(`/?run=own&urls=${encodeURIComponent(urls.join("\n"))}${more}`, {}, worker);
}

const run = (page: Page): Promise<void> => page.getByRole("button", { name: "Run", exact: true }).click();
const verdict = (page: Page) => page.getByRole("status");
const fault = (page: Page) => page.getByRole("alert");
const bars = (page: Page, lane = 0) => page.locator(".lane").nth(lane).locator(".row");

/** A bar that is in `phase` now. */
const inPhase = (page: Page, key: string, phase: string) =>
  page.locator(`[data-key="${key}"] .segment[data-phase="${phase}"]:not([data-to])`);

/** What is drawn of each task: its phases, from when to when. */
function drawn(page: Page, lane = 0): Promise<Record<string, readonly (readonly [string, number, number])[]>> {
  return bars(page, lane).evaluateAll((rows) =>
    Object.fromEntries(
      rows.map((row) => [
        (row as HTMLElement).dataset["key"] ?? "",
        [...row.querySelectorAll<HTMLElement>(".segment")].map(
          ({ dataset }) => [dataset["phase"] ?? "", Number(dataset["from"]), Number(dataset["to"])] as const,
        ),
      ]),
    ),
  );
}

/** The data of each event, or each line, of an answer as it came. */
async function answered(page: Page, lane = 0): Promise<Record<string, unknown>[]> {
  const text = await page.locator(".answer").nth(lane).innerText();
  const lines = [...text.matchAll(/^(?:data: )?(\{.*\})$/gm)].map(([, json]) => json ?? "");
  return lines.map((json) => JSON.parse(json) as Record<string, unknown>);
}

describe("opened", () => {
  test("it runs the program by itself, gathered and one after the other, and says what that shows", async () => {
    const { page, faults } = await open("/?delayMs=200");
    await verdict(page)
      .getByText(/^Gathered, .* One after the other, .* times as long\.$/)
      .waitFor();
    for (const lane of [0, 1]) {
      const printed = await answered(page, lane);
      const expected = [1, 2, 3].map((task) => [
        `task ${task}`,
        [["running", ...printed.filter((line) => line["task"] === task).map(({ atMs }) => atMs)]],
      ]);
      expect(await drawn(page, lane)).toEqual(Object.fromEntries(expected));
    }
    expect(faults).toEqual([]);
  });

  test("in a tab that nobody looks at, it waits until somebody does", async () => {
    const origin = (inject("worker") ?? "").replace("127.0.0.1", "localhost");
    const { page } = await watchedPage(browser, origin);
    onTestFinished(() => page.close());
    await page.addInitScript(
      `Object.defineProperty(document, "visibilityState", { get: () => window.seen ? "visible" : "hidden" })`,
    );
    await page.goto(`${origin}/?delayMs=20`);
    await verdict(page).getByText("3 tasks of 20 ms each: gathered, and one after the other.").waitFor();
    expect(await page.locator(".segment[data-from]").count()).toBe(0);
    await page.evaluate(`window.seen = true; document.dispatchEvent(new Event("visibilitychange"))`);
    await verdict(page)
      .getByText(/times as long/)
      .waitFor();
  });

  test("nothing else runs before somebody says so", async () => {
    const { page, faults } = await open("/?run=city&city=Tokyo");
    expect(await page.locator(".segment[data-from]").count()).toBe(0);
    await verdict(page).getByText("Four calls about Tokyo.").waitFor();
    expect(faults).toEqual([]);
  });
});

describe("run", () => {
  test("bars are as long as the answer's timings say", async () => {
    const { page, faults } = await open("/?run=slots&times=8&delayMs=60&compare=no");
    await page.getByLabel("Key").fill(API_KEY);
    await run(page);
    await verdict(page)
      .getByText(/^All 8 in/)
      .waitFor();
    const segments = await drawn(page);
    const results = (await answered(page)).filter((line) => "timing" in line);
    expect(results.length).toBe(8);
    for (const { key, timing } of results) {
      const { startMs, totalMs } = timing as { startMs: number; totalMs: number };
      const own = segments[String(key)] ?? [];
      expect(own.map(([phase]) => phase)).toEqual(["queued", "waiting", "body"]);
      expect([own[0]?.[1], own.at(-1)?.[2]]).toEqual([startMs, startMs + totalMs]);
      expect(own.slice(1).map(([, fromMs]) => fromMs)).toEqual(own.slice(0, -1).map(([, , toMs]) => toMs));
    }
    expect(faults).toEqual([]);
  });

  test("U1 phases show while they last: the seventh is queued until headers of another are in", async () => {
    const upstream = await heldUpstream();
    const paths = [1, 2, 3, 4, 5, 6, 7].map((n) => `/${n}`);
    const { page, faults } = await openOwn(
      paths.map((path) => upstream.origin + path),
      await openWorker(upstream.origin),
    );
    const host = new URL(upstream.origin).host;
    await run(page);
    const [first] = await Promise.all(paths.slice(0, 6).map((path) => upstream.request(path)));
    for (const key of [host, `${host} 6`]) await inPhase(page, key, "waiting").waitFor();
    await inPhase(page, `${host} 7`, "queued").waitFor();
    expect(await page.locator(".slots .taken").count()).toBe(6);
    expect(upstream.asked.length).toBe(6);

    first?.headers();
    await inPhase(page, host, "body").waitFor();
    await inPhase(page, `${host} 7`, "waiting").waitFor();
    expect(await page.locator(".slots .taken").count()).toBe(6);

    first?.body();
    await page.locator(`[data-key="${host}"][data-end="ok"]`).waitFor();
    const told = page.locator("#table tr[data-key]").filter({ hasText: /ok 200|under way/ });
    expect((await told.allInnerTexts()).map((row) => row.split("\t")[1])).toEqual([
      "ok 200",
      ...Array<string>(6).fill("under way"),
    ]);
    for (const path of paths.slice(1)) {
      const held = await upstream.request(path);
      held.headers();
      held.body();
    }
    await verdict(page)
      .getByText(/^All 7 in/)
      .waitFor();
    expect(faults).toEqual([]);
  });

  test("what was cut off is not called as long as what was not", async () => {
    const { page } = await open("/?run=slow&times=3&delayMs=100&deadlineMs=900&compare=yes");
    await page.getByLabel("Key").fill(API_KEY);
    await run(page);
    await verdict(page)
      .getByText(/^Gathered: 2 of 3 in .* One after the other: 2 of 3 in /)
      .waitFor();
  });

  test("a call that a stream has no room for yet says so", async () => {
    const upstream = await heldUpstream();
    const paths = Array.from({ length: 13 }, (_, n) => `/${n}`);
    const worker = await openWorker(upstream.origin);
    const { page } = await openOwn(
      paths.map((path) => upstream.origin + path),
      worker,
    );
    const host = new URL(upstream.origin).host;
    await run(page);
    await inPhase(page, `${host} 12`, "queued").waitFor();
    await bars(page).last().hover();
    const why = "a stream makes at most 12 calls at once, in case its reader is slow";
    await page.locator("#readout").getByText(`${host} 13: not started: ${why}`, { exact: true }).waitFor();
    for (const path of paths) {
      const held = await upstream.request(path);
      held.headers();
      held.body();
    }
    await page.locator("#readout").getByText(`: ${why}`).waitFor();
    await page
      .locator("#readout")
      .getByText(/started after/)
      .waitFor();
  });

  test("a queue too short to be seen is not drawn, nor named", async () => {
    const { page } = await open("/?run=slots&times=7&delayMs=400&compare=no");
    await page.getByLabel("Key").fill(API_KEY);
    await run(page);
    await verdict(page)
      .getByText(/^All 7 in/)
      .waitFor();
    const widths = await page
      .locator('.track [data-phase="queued"]')
      .evaluateAll((segments) => segments.map((segment) => segment.getBoundingClientRect().width));
    expect(widths.filter((width) => width > 0 && width < 4)).toEqual([]);
    expect(widths.at(-1)).toBeGreaterThan(50);
  });

  test("a queue is drawn where the legend names it, and nowhere else", async () => {
    const { page } = await open("/?run=city");
    await run(page);
    await verdict(page)
      .getByText(/^All 4 in/)
      .waitFor();
    const queued = await page.locator('.track [data-phase="queued"]').evaluateAll((segments) =>
      segments.map((segment) => ({
        ms: Number((segment as HTMLElement).dataset["to"]) - Number((segment as HTMLElement).dataset["from"]),
        isDrawn: segment.getBoundingClientRect().width > 0,
      })),
    );
    const isNamed = (await page.locator("#legend").getByText("queued for a slot").count()) === 1;
    expect(queued.filter(({ ms, isDrawn }) => isDrawn && ms < 5)).toEqual([]);
    expect(isNamed).toBe(queued.some(({ ms }) => ms >= 5));
  });

  test("a growing bar grows", async () => {
    const upstream = await heldUpstream();
    const { page } = await openOwn([`${upstream.origin}/1`], await openWorker(upstream.origin));
    await run(page);
    await upstream.request("/1");
    const bar = page.locator('.segment[data-phase="waiting"][data-from]');
    await bar.waitFor();
    const before = (await bar.boundingBox())?.width ?? 0;
    await expect.poll(async () => (await bar.boundingBox())?.width ?? 0).toBeGreaterThan(before + 10);
  });

  test("a city shows its parts, place first", async () => {
    const { page, faults } = await open("/?run=city&city=Oslo");
    await page.getByRole("textbox", { name: "City" }).fill("Lisbon");
    await page.getByRole("textbox", { name: "City" }).press("Enter");
    await verdict(page)
      .getByText(/^All 4 in/)
      .waitFor();
    const segments = await drawn(page);
    const placeEnd = Math.max(...(segments["place"] ?? []).map(([, , toMs]) => toMs));
    for (const part of ["weather", "air", "summary"])
      for (const [, fromMs] of segments[part] ?? []) expect(fromMs).toBeGreaterThanOrEqual(placeEnd);
    expect(faults).toEqual([]);
  });

  test("a second click does not run it twice", async () => {
    const upstream = await heldUpstream();
    const { page } = await openOwn([`${upstream.origin}/1`], await openWorker(upstream.origin));
    await page.getByRole("button", { name: "Run", exact: true }).dblclick();
    const held = await upstream.request("/1");
    held.headers();
    held.body();
    await verdict(page)
      .getByText(/^All 1 in/)
      .waitFor();
    expect(upstream.asked).toEqual(["/1"]);
  });

  test.each(["1", "100"])("%s tasks have a bar each", async (times) => {
    const { page, faults } = await open(`/?times=${times}&delayMs=30&compare=no`);
    await verdict(page).getByText(`All ${times} in`).waitFor();
    expect(await bars(page).count()).toBe(Number(times));
    expect(faults).toEqual([]);
  });
});

describe("stopped", () => {
  test("the upstream sees its connection close, and the bar is cancelled", async () => {
    const upstream = await heldUpstream();
    const { page, faults } = await openOwn([`${upstream.origin}/1`], await openWorker(upstream.origin));
    await run(page);
    const held = await upstream.request("/1");
    await inPhase(page, new URL(upstream.origin).host, "waiting").waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await held.left;
    await page.locator('.row[data-end="cancelled"]').waitFor();
    await verdict(page)
      .getByText(/^Stopped after/)
      .waitFor();
    expect(faults).toEqual([]);
  });

  test("what is chosen instead stops what runs", async () => {
    const upstream = await heldUpstream();
    const { page } = await openOwn([`${upstream.origin}/1`], await openWorker(upstream.origin));
    await run(page);
    const held = await upstream.request("/1");
    await page.getByLabel("A city").check({ force: true });
    await held.left;
    await verdict(page).getByText("Four calls about Lisbon.").waitFor();
  });
});

describe("what goes wrong is said in words", () => {
  test("a field that the Worker refuses is named and marked", async () => {
    const { page } = await open("/?run=slow&deadlineMs=99999");
    await page.getByLabel("Key").fill(API_KEY);
    await run(page);
    await fault(page).getByText("Deadline, ms: may be at most 30000").waitFor();
    expect(await page.getByLabel("Deadline, ms").getAttribute("aria-invalid")).toBe("true");
    await page.getByLabel("Deadline, ms").fill("900");
    expect(await page.getByLabel("Deadline, ms").getAttribute("aria-invalid")).toBeNull();
  });

  test("a key that is missing is asked for, and with it the run is made", async () => {
    const { page } = await open("/?run=retry&times=1&delayMs=1");
    await run(page);
    await verdict(page).getByText("A key is needed (401).").waitFor();
    const key = page.getByRole("textbox", { name: "Key" });
    expect(await key.evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.type(API_KEY);
    await page.keyboard.press("Enter");
    await verdict(page)
      .getByText(/^All 1 in/)
      .waitFor();
    expect(await fault(page).innerText()).toBe("");
    expect(page.url()).not.toContain(API_KEY);
    expect(await page.locator(".command").innerText()).not.toContain(API_KEY);
  });

  test("a place that there is not", async () => {
    const { page } = await open("/?run=city&city=Atlantis");
    await run(page);
    await verdict(page).getByText('No place is called "Atlantis".').waitFor();
    await fault(page).getByText("There is nothing here (404).", { exact: true }).waitFor();
  });

  test("a line that is no URL, and one that leads where nobody may go", async () => {
    const { page } = await openOwn(["https://a.test/", "", "not a url"], await openWorker("https://b.test"));
    await run(page);
    await fault(page).getByText("Line 3, “not a url”, must be an absolute URL").waitFor();
    await page.getByLabel("URLs, one on each line").fill("https://a.test/");
    await run(page);
    await fault(page).getByText("a.test leads to https://a.test, which is not in ALLOWED_ORIGINS").waitFor();
    await fault(page).getByText("ALLOWED_ORIGINS='https://a.test' npm run dev", { exact: true }).waitFor();
  });

  test("a required upstream that fails, and what it took along", async () => {
    const { page, faults } = await open("/?run=required&delayMs=600");
    await page.getByLabel("Key").fill(API_KEY);
    await run(page);
    await fault(page).getByText('Upstream "required" answered 404, but is required.').waitFor();
    await fault(page).getByText("The stream had already started with status 200.").waitFor();
    expect(await page.locator('.row[data-end="cancelled"]').count()).toBe(4);
    expect(await page.locator('.row[data-end="failed"]').count()).toBe(1);
    expect(faults).toEqual([]);
  });

  test("a page of somebody else's in place of the answer", async () => {
    const { page } = await open("/?run=city");
    await page.route("**/city?*", (route) =>
      route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad Gateway</h1>" }),
    );
    await run(page);
    await verdict(page).getByText("The answer did not come from this Worker (502, text/html).").waitFor();
    await fault(page).getByText("It says: Bad Gateway").waitFor();
  });

  test("no network", async () => {
    const { page } = await open("/?run=city");
    await page.context().setOffline(true);
    await run(page);
    await verdict(page).getByText("You are offline.").waitFor();
    await page.locator("#legend").getByText("failed").waitFor();
  });

  test("an answer that breaks off", async () => {
    const upstream = await heldUpstream();
    const { worker, stop } = await ownBuilt({ API_KEYS: "", OPEN_ACCESS: "true", ALLOWED_ORIGINS: upstream.origin });
    const { page } = await openOwn([`${upstream.origin}/1`], worker);
    await run(page);
    await inPhase(page, new URL(upstream.origin).host, "waiting").waitFor();
    await stop();
    await verdict(page).getByText("The answer broke off.").waitFor();
    expect(await page.locator("#table").innerText()).toMatch(/unknown/);
  });
});

describe("the chart", () => {
  test("stays where it is when a run ends, also one that fails", async () => {
    const { page } = await open("/?run=required&delayMs=300", { viewport: { width: 1280, height: 800 } });
    await page.getByLabel("Key").fill(API_KEY);
    const top = (await page.locator(".plot").boundingBox())?.y;
    await run(page);
    await fault(page).getByText("502").waitFor();
    expect((await page.locator(".plot").boundingBox())?.y).toBe(top);
  });

  test("has its deadline on the axis when the run is over, or not at all where that is far off", async () => {
    const { page } = await open("/?run=slow&times=3&delayMs=60&deadlineMs=500");
    await page.getByLabel("Key").fill(API_KEY);
    await run(page);
    await verdict(page)
      .getByText(/^2 of 3 in/)
      .waitFor();
    await page.locator("#chart.settled").waitFor();
    await expect
      .poll(async () => {
        const [line, axis] = [await page.locator(".deadline").boundingBox(), await page.locator("#axis").boundingBox()];
        return (line?.x ?? Infinity) + (line?.width ?? 0) <= (axis?.x ?? 0) + (axis?.width ?? 0);
      })
      .toBe(true);
    await page.getByLabel("Deadline, ms").fill("20000");
    await expect.poll(() => page.locator(".deadline").isVisible()).toBe(false);
    expect(await page.locator("#legend").getByText("the deadline").isVisible()).toBe(false);
  });

  test("its axis is in sight while its bars are, and of many bars some have names", async () => {
    const { page } = await open("/?times=100&delayMs=20", { viewport: { width: 1280, height: 700 } });
    await verdict(page)
      .getByText(/times as long/)
      .waitFor();
    const axis = await page.locator("#axis").boundingBox();
    expect((axis?.y ?? Infinity) + (axis?.height ?? 0)).toBeLessThanOrEqual(700);
    const shown = await bars(page)
      .locator(".name")
      .evaluateAll((names) => names.filter((name) => getComputedStyle(name).visibility === "visible").length);
    expect(shown).toBe(10);
  });

  test.each(["city", "required", "own"])("has room for the names of %s", async (id) => {
    const { page } = await open(`/?run=${id}`);
    const cut = await page
      .locator(".row .name")
      .evaluateAll((names) => names.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).length);
    expect(cut).toBe(0);
  });

  test("of many that were refused draws no empty rows", async () => {
    const { page } = await openOwn(
      Array.from({ length: 60 }, (_, n) => `https://a.test/${n}`),
      await openWorker("https://a.test"),
      "&deadlineMs=99999",
    );
    await run(page);
    await fault(page).getByText("Deadline, ms: may be at most").waitFor();
    expect(await page.locator(".rows").isVisible()).toBe(false);
  });

  test("its legend names what the run is there to show, and what came up besides", async () => {
    const { page } = await open("/?delayMs=30");
    const legend = page.locator("#legend");
    await verdict(page)
      .getByText(/times as long/)
      .waitFor();
    expect(await legend.locator("li").allInnerTexts()).toEqual(["asleep", "ok", "the answer ends"]);
    await page.getByLabel("Each sleeps, ms").fill("9000");
    await run(page);
    await page.locator(".segment[data-from]").first().waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await verdict(page)
      .getByText(/^Stopped after .*: the Worker cancelled the rest\.$/)
      .waitFor();
    expect(await legend.locator("li").allInnerTexts()).toEqual(["asleep", "ok", "cancelled", "the answer ends"]);
  });
});

describe("the address", () => {
  test("where it makes no sense is as the preset has it, and runs", async () => {
    const { page, faults } = await open("/?delayMs=abc&times=1.5&compare=no");
    expect(await page.getByRole("spinbutton", { name: "Tasks" }).inputValue()).toBe("3");
    await verdict(page)
      .getByText(/^All 3 in/)
      .waitFor();
    await page.getByRole("spinbutton", { name: "Tasks" }).fill("");
    await verdict(page).getByText("3 tasks of 1 s each.").waitFor();
    expect(new URL(page.url()).search).toBe("?compare=no");
    expect(faults).toEqual([]);
  });

  test("holds what is set, and restores it", async () => {
    const { page, origin } = await open("/");
    await page.getByLabel("More than six").check({ force: true });
    await page.getByLabel("Tasks").fill("12");
    await page.getByLabel("Answer when").selectOption("all");
    expect(page.url()).toBe(`${origin}/?run=slots&times=12&mode=all`);
    await page.reload();
    expect(await page.getByLabel("Tasks").inputValue()).toBe("12");
    expect(await page.getByLabel("Answer when").inputValue()).toBe("all");
    expect(await page.getByLabel("More than six").isChecked()).toBe(true);
    expect(await bars(page).count()).toBe(12);
  });

  test("back and forward go through the presets", async () => {
    const { page } = await open("/");
    await page.getByLabel("A city").check({ force: true });
    await page.getByLabel("One is slow").check({ force: true });
    await page.goBack();
    expect(await page.getByLabel("A city").isChecked()).toBe(true);
    await page.goBack();
    expect(await page.getByLabel("Hello").isChecked()).toBe(true);
    await page.goForward();
    expect(await page.getByLabel("City", { exact: true }).inputValue()).toBe("Lisbon");
  });

  test("is not made longer than it can be passed on, and the command still is", async () => {
    const { page, origin } = await open("/?run=own");
    const urls = Array.from({ length: 90 }, (_, n) => `https://example.com/${n}/${"x".repeat(90)}`);
    await page.getByLabel("URLs, one on each line").fill(urls.join("\n"));
    expect(page.url()).toBe(`${origin}/?run=own`);
    expect(await page.locator(".command").innerText()).toContain("example.com/89/");
    const widths = (): Promise<number[]> =>
      page.locator(".actions button").evaluateAll((buttons) => buttons.map(({ clientWidth }) => clientWidth));
    const before = await widths();
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByRole("button", { name: "Too long" }).waitFor();
    expect(await widths()).toEqual(before);
  });
});

test("the command that is copied does what the page did", async () => {
  const upstream = await ownBuilt({ API_KEYS: "", OPEN_ACCESS: "true" });
  const { page, origin } = await open("/?run=retry&times=2&delayMs=2", {}, upstream.worker);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin });
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  const { stdout: printed } = await promisify(execFile)("sh", ["-c", `${command} -s`]);
  expect(printed).toMatch(/event: summary\nid: \d+\ndata: \{"complete":true/);
});

test("without local upstreams, it says so and runs nothing", async () => {
  const { worker } = await ownBuilt({ LOCAL_UPSTREAMS: undefined });
  const { page, faults } = await open("/?run=slots", {}, worker);
  await page.getByText("This needs the local upstreams, which are slow or fail on request.").waitFor();
  expect(await page.getByRole("button", { name: "Run", exact: true }).getAttribute("aria-disabled")).toBe("true");
  await page.getByRole("button", { name: "Run", exact: true }).click({ force: true });
  await verdict(page).getByText("9 upstreams").waitFor();
  expect(await page.locator(".command").count()).toBe(0);
  expect(faults).toEqual([]);
});

describe("for everyone", () => {
  test("a bar that is pointed at tells its numbers", async () => {
    const { page } = await open("/?run=required&times=2&delayMs=60");
    await page.getByLabel("Key").fill(API_KEY);
    await run(page);
    await fault(page).getByText("502").waitFor();
    await page.locator('.row[data-key="required"]').hover();
    const readout = page.locator("#readout");
    await readout
      .getByText(
        /^required: http error \(404\) · .* ms · .*headers after .* · sent once\. Upstream "required" answered 404\.$/,
      )
      .waitFor();
  });

  test("bars are reached by keyboard, and tell their numbers", async () => {
    const { page } = await open("/?delayMs=20&compare=no");
    await verdict(page)
      .getByText(/^All 3 in/)
      .waitFor();
    await bars(page).first().focus();
    await page.keyboard.press("ArrowDown");
    const focused = page.locator(".row:focus");
    expect(await focused.getAttribute("data-key")).toBe("task 2");
    const told = `task 2${await focused.locator(".unseen").textContent()}`;
    expect(told).toMatch(/^task 2: ok, from .* to .*/);
    await page.locator("#readout").getByText(told, { exact: true }).waitFor();
    await page.keyboard.press("End");
    expect(await focused.getAttribute("data-key")).toBe("task 3");
  });

  test("the table says what the bars show", async () => {
    const { page } = await open("/?delayMs=20&compare=no");
    await verdict(page)
      .getByText(/^All 3 in/)
      .waitFor();
    const rows = page.locator("#table tr[data-key]");
    expect(await rows.count()).toBe(3);
    expect(await rows.first().innerText()).toMatch(/^task 1\s+ok\s/);
  });

  test("who wants no motion gets none but the bars'", async () => {
    const { page } = await open("/?delayMs=20", { reducedMotion: "reduce" });
    await verdict(page)
      .getByText(/times as long/)
      .waitFor();
    const durations = await page.evaluate(() =>
      [...document.querySelectorAll("*")].map((found) => {
        const { transitionDuration, animationName } = getComputedStyle(found);
        return `${transitionDuration} ${animationName}`;
      }),
    );
    expect([...new Set(durations)]).toEqual(["0s none"]);
  });

  test.each([
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["on a phone", { colorScheme: "light", viewport: { width: 375, height: 800 } }],
    ["on a dark phone", { colorScheme: "dark", viewport: { width: 375, height: 800 } }],
  ] as const)(
    "axe finds nothing to object to, %s",
    async (_how, options) => {
      const { page } = await open("/?delayMs=20", options);
      await verdict(page)
        .getByText(/times as long/)
        .waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByLabel("A required one fails").check({ force: true });
      await page.getByLabel("Headers after, ms").fill("90");
      expect(await violations(page)).toEqual([]);
      await page.getByLabel("Key").fill(API_KEY);
      await run(page);
      await fault(page).getByText("502").waitFor();
      expect(await violations(page)).toEqual([]);
    },
    30_000,
  );

  test.each([320, 375, 768, 1600])("nothing is wider than a window of %d pixels", async (width) => {
    const { page } = await open("/?run=slow", { viewport: { width, height: 800 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });
});

/** What axe objects to, each with where. */
async function violations(page: Page): Promise<string[]> {
  // Through the protocol, which the page's policy does not hold for.
  await page.evaluate(axe.source);
  const found = await page.evaluate<{ violations: { id: string; nodes: { target: string[] }[] }[] }>("axe.run()");
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}
