// Builds the Worker as a deployment would, without deploying, and holds it to its size.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** Bytes that the bundle may have, compressed. */
const MAX_GZIP_BYTES = 150_000;

const outDir = "dist";
const env = { ...process.env, CLOUDFLARE_TELEMETRY_DISABLED: "1", WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true" };
const args = ["node_modules/wrangler/bin/wrangler.js", "deploy", "--dry-run", "--outdir", outDir];
execFileSync(process.execPath, args, { env, stdio: ["ignore", "ignore", "inherit"] });

const bundle = readdirSync(outDir).filter((name) => name.endsWith(".js"));
const bytes = bundle.reduce((sum, name) => sum + gzipSync(readFileSync(join(outDir, name))).byteLength, 0);
console.log(`bundle: ${(bytes / 1000).toFixed(1)} kB gzip of ${MAX_GZIP_BYTES / 1000} kB`);
if (bundle.length === 0 || bytes > MAX_GZIP_BYTES) {
  console.error(bundle.length === 0 ? `no bundle in ${outDir}/` : "the bundle is too large");
  process.exitCode = 1;
}
