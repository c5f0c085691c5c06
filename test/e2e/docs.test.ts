// The page at /docs as a browser shows it.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import * as z from "zod";
import { startChromium } from "../../scripts/chromium.ts";
import { type WatchedPage, watchedPage } from "../support/watched-page.ts";
import { PROJECT_NAME } from "../../src/project-name.ts";

// Not localhost: viewers do there without some of what they do elsewhere.
const HOST = "docs.test";
const worker = inject("worker") ?? "";
const origin = worker.replace("127.0.0.1", HOST);

const Document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

let browser: Browser;
/** The path of each operation. */
let paths: string[];
beforeAll(async () => {
  const document = Document.parse(await (await fetch(`${worker}/openapi.json`)).json());
  paths = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map(() => path));
  browser = await startChromium({ host: HOST, origin });
}, 30_000);
afterAll(() => browser?.close());

async function openDocs(colorScheme: "light" | "dark"): Promise<WatchedPage> {
  const { page, faults } = await watchedPage(browser, origin, { colorScheme });
  await page.goto(`${origin}/docs`);
  await page
    .locator(".opblock-summary-path")
    .nth(paths.length - 1)
    .waitFor();
  return { page, faults };
}

test.each(["light", "dark"] as const)(
  "H8 a browser shows every operation, in %s, and asks nobody else",
  async (scheme) => {
    const { page, faults } = await openDocs(scheme);
    await page.waitForLoadState("networkidle");
    expect(await page.getByRole("link", { name: PROJECT_NAME }).getAttribute("href")).toBe("/");
    expect(paths).toEqual(expect.arrayContaining(["/hello", "/gather"]));
    expect(await page.locator(".opblock-summary-path").allInnerTexts()).toEqual(paths);
    const ground = await page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
    expect(ground).toBe(scheme === "dark" ? "rgb(28, 32, 34)" : "rgba(0, 0, 0, 0)");
    expect(faults).toEqual([]);
  },
  30_000,
);

test("H8 an operation can be read and tried out", async () => {
  const { page, faults } = await openDocs("light");
  const hello = page.locator(".opblock", { hasText: "/hello" });
  await hello.locator(".opblock-summary-control").click();
  await hello.getByRole("button", { name: "Try it out" }).click();
  await hello.getByPlaceholder("delayMs").fill("1");
  await hello.getByRole("button", { name: "Execute" }).click();
  await hello.locator(".live-responses-table", { hasText: '"Hello Again"' }).waitFor();

  const gather = page.locator(".opblock", { hasText: "/gather" });
  await gather.locator(".opblock-summary-control").click();
  await gather.getByText("deadlineMs").first().waitFor();
  expect(faults).toEqual([]);
}, 30_000);
