// The page at /docs as a browser shows it.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import * as z from "zod";
import { startChromium } from "../support/chromium.ts";

// Not localhost: viewers do there without some of what they do elsewhere.
const HOST = "docs.test";
const worker = inject("worker") ?? "";
const origin = worker.replace("127.0.0.1", HOST);

const Document = z.looseObject({ paths: z.record(z.string(), z.unknown()) });

let browser: Browser;
let paths: string[];
beforeAll(async () => {
  paths = Object.keys(Document.parse(await (await fetch(`${worker}/openapi.json`)).json()).paths);
  browser = await startChromium({ host: HOST, origin });
}, 30_000);
afterAll(() => browser?.close());

/** A page, and what went wrong with it: errors, violations of its policy, requests that leave its origin. */
async function openDocs(colorScheme: "light" | "dark"): Promise<{ readonly page: Page; readonly faults: string[] }> {
  const page = await browser.newPage({ colorScheme });
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(message.text());
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== "data:") faults.push(`a request to ${url.href}`);
  });
  await page.exposeFunction("faulty", (fault: string) => faults.push(fault));
  await page.addInitScript(
    `addEventListener("securitypolicyviolation", (event) => faulty("violates " + event.violatedDirective))`,
  );
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
