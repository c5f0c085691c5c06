// The Chromium of the system, for what needs a real browser. None is downloaded.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/**
 * Starts Chromium without a window. It finds `host` on loopback and no other name at all; `origin` counts as secure, as HTTPS would.
 *
 * @throws `Error` that says how to get Chromium, where there is none.
 */
export function startChromium({ host, origin }: { readonly host: string; readonly origin: string }): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      "--no-sandbox",
      `--host-resolver-rules=MAP ${host} 127.0.0.1, MAP * ~NOTFOUND`,
      `--unsafely-treat-insecure-origin-as-secure=${origin}`,
    ],
  });
}

function findChromium(): string {
  const named = process.env["CHROMIUM"];
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const candidates =
    named === undefined ? folders.flatMap((folder) => NAMES.map((name) => join(folder, name))) : [named];
  const found = candidates.find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    `no Chromium ${named === undefined ? "on the PATH" : `at ${named}`}: install it (Debian, Ubuntu: apt-get install chromium), ` +
      `or set the environment variable CHROMIUM to the path of a Chromium or Chrome`,
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
