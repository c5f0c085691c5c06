// The page of a rehearsal in a browser: the grid, and the waterfall behind a cell.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { startChromium } from "../../scripts/chromium.ts";
import { expectHonest } from "../../scripts/rehearse/expect-honest.ts";
import { gridPage } from "../../scripts/rehearse/page/grid-page.ts";

let browser: Browser;
let html = "";
beforeAll(async () => {
  const rehearsal = await expectHonest(inject("bundle") ?? "", "/city?name=Lisbon", {
    only: ["404", "stall"],
    deliveries: ["json", "lines"],
  });
  html = gridPage(rehearsal);
  browser = await startChromium({ host: "rehearsal.test", origin: "http://rehearsal.test" });
}, 60_000);
afterAll(() => browser?.close());

test("E6 a cell shows the fate of an answer, and a click its waterfall in each delivery", async () => {
  const page = await browser.newPage();
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.setContent(html);
  const single = page.getByRole("table", { name: "One upstream fails" });
  expect(await single.getByRole("columnheader").allTextContents()).toEqual(["stall", "404"]);
  const row = single.getByRole("row", { name: /^forecast/ });
  expect(await row.getByRole("button").allTextContents()).toEqual(["partial", "partial"]);

  const view = page.locator("#forecast-404");
  expect(await view.isVisible()).toBe(false);
  await row.getByRole("button").last().click();
  expect(await view.isVisible()).toBe(true);
  expect(await view.locator("pre").allTextContents()).toEqual([
    expect.stringMatching(/^ {2}place +\|[ .=-]+\| +\d+ ms {2}ok\n[^]*weather +\|.*http_error$/m),
    expect.stringMatching(/weather +\|.*http_error$/m),
  ]);
  await page.keyboard.press("Escape");
  expect(await view.isVisible()).toBe(false);
  expect(requests).toEqual([]);
  await page.close();
});
