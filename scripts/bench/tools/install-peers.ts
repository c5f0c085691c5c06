// The bench's dependencies are a separate package, so that an install of the project does not bring them.
import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";

const HOME = "scripts/bench";

/** Installs it from its lockfile, on the first run and whenever that has changed. */
export function installPeers(): void {
  const installed = `${HOME}/node_modules/.package-lock.json`;
  if (existsSync(installed) && statSync(installed).mtimeMs > statSync(`${HOME}/package-lock.json`).mtimeMs) return;
  console.error("installing what the bench compares with ...");
  execFileSync("npm", ["ci", "--prefix", HOME, "--no-audit", "--no-fund", "--loglevel=error"], {
    // Standard output is for the results.
    stdio: ["ignore", process.stderr, process.stderr],
  });
}
