// A Worker in a separate workerd. Miniflare would put one more Worker in front of it and another behind every
// `fetch`. The edge has neither, and both make the contestants look more alike than they are.
import { closeSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { readConfig } from "../../read-config.ts";
import { spawnKept } from "./spawn-kept.ts";
import type { Server } from "./start-server.ts";
import { type Served, workerdConfig } from "./workerd-config.ts";

/** Milliseconds that workerd may take to listen. */
const LISTENS_WITHIN_MS = 20_000;

/** A Worker, running. */
export interface RunningWorker extends Server {
  /** The port of V8's inspector; `NaN` if it is off. */
  readonly inspectorPort: number;
}

let served = 0;

/**
 * Serves `worker` with the compatibility settings of wrangler.toml. Its configuration and log stay in `outDir`.
 *
 * @throws `Error` if workerd does not listen within 20 s.
 */
export async function serveWorker(outDir: string, worker: Served): Promise<RunningWorker> {
  mkdirSync(outDir, { recursive: true });
  const path = resolve(join(outDir, `workerd-${served++}.capnp`));
  const log = `${path}.log`;
  writeFileSync(path, workerdConfig(worker, readConfig()));
  // The one that Miniflare brings along, which the tests run in as well.
  const { default: binary } = createRequire(import.meta.resolve("miniflare"))("workerd") as { default: string };
  const inspector = worker.inspected ? ["--inspector-addr=127.0.0.1:0"] : [];
  const logFd = openSync(log, "w");
  const { child, stop } = spawnKept(binary, ["serve", path, "--experimental", "--control-fd=3", ...inspector], {
    stdio: ["ignore", "ignore", logFd, "pipe"],
  });
  closeSync(logFd);
  try {
    const ports = await listening(child.stdio[3] as Readable, worker.inspected ? 2 : 1);
    const { worker: port, inspector: inspectorPort = NaN } = ports;
    return { origin: `http://127.0.0.1:${port}`, inspectorPort, pid: child.pid ?? NaN, stop };
  } catch (cause) {
    await stop();
    throw new Error(`workerd does not listen; see ${log}`, { cause });
  }
}

/** workerd reports each port as a line of JSON. */
async function listening(control: Readable, count: number): Promise<Record<string, number>> {
  const ports: Record<string, number> = {};
  const signal = AbortSignal.timeout(LISTENS_WITHIN_MS);
  for await (const line of createInterface({ input: control, signal })) {
    const { socket = "inspector", port } = JSON.parse(line) as { socket?: string; port: number };
    ports[socket] = port;
    if (Object.keys(ports).length === count) return ports;
  }
  throw new Error(`only ${Object.keys(ports).join(", ") || "nothing"} listened`);
}
