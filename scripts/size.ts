// Holds the Worker's bundle to its size.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { buildWorker } from "./build-worker.ts";

/** Bytes that the bundle may have, compressed. */
const MAX_GZIP_BYTES = 150_000;

const bytes = gzipSync(readFileSync(buildWorker("dist"))).byteLength;
console.log(`bundle: ${(bytes / 1000).toFixed(1)} kB gzip, of ${MAX_GZIP_BYTES / 1000} kB it may have`);
if (bytes > MAX_GZIP_BYTES) {
  console.error("the bundle is too large");
  process.exitCode = 1;
}
