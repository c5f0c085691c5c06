// A page in a browser, and what went wrong with it.
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** A page that is watched. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors and warnings, violations of its policy, requests that leave its origin. */
  readonly faults: string[];
}

/** Opens an empty page that is to stay at `origin`. */
export async function watchedPage(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const page = await browser.newPage(options);
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
  return { page, faults };
}
