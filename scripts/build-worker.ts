// A Worker as a deployment would build it, without deploying.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import { WRANGLER, wranglerEnv } from "./wrangler-command.ts";

/**
 * Builds the Worker, or another one that begins at `entry`, into `outDir` and returns the path of its bundle.
 *
 * @throws `Error` with wrangler's exit code; what wrangler had to say of it is on stderr by then.
 */
export function buildWorker(outDir: string, entry = "src/index.ts"): string {
  mkdirSync(outDir, { recursive: true });
  const args = [WRANGLER, "deploy", entry, "--dry-run", "--outdir", resolve(outDir)];
  execFileSync(process.execPath, args, { env: wranglerEnv, stdio: ["ignore", "ignore", "inherit"] });
  return join(resolve(outDir), `${basename(entry, extname(entry))}.js`);
}
