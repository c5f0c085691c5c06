// Workers side by side in one workerd, each on a socket of its own. Not through Miniflare: it puts a Worker of its own in front of each
// Worker and another behind every `fetch`, which are not there on the edge and make all contestants look more alike than they are.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { readConfig } from "../../read-config.ts";
import { type Served, workerdConfig } from "./workerd-config.ts";

/** Milliseconds that workerd may take to listen. */
const LISTENS_WITHIN_MS = 20_000;

/** The Workers, running. */
export interface Workers<Name extends string> {
  /** Where each answers, without a trailing slash. */
  readonly origins: Readonly<Record<Name, string>>;
  /** The process id of workerd. */
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** Serves `workers` with the compatibility settings of wrangler.toml; keeps its configuration in `outDir`. @throws `Error` after 20 s. */
export async function serveWorkers<Name extends string>(
  outDir: string,
  workers: Readonly<Record<Name, Served>>,
): Promise<Workers<Name>> {
  mkdirSync(outDir, { recursive: true });
  const path = resolve(join(outDir, "workerd.capnp"));
  writeFileSync(path, workerdConfig(workers, readConfig()));
  // The one that Miniflare brings along, which the tests run in as well.
  const { default: binary } = createRequire(import.meta.resolve("miniflare"))("workerd") as { default: string };
  const child = spawn(binary, ["serve", path, "--experimental", "--control-fd=3"], {
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  const gone = once(child, "exit");
  async function stop(): Promise<void> {
    child.kill();
    await gone;
  }
  try {
    return {
      origins: await listening(child.stdio[3] as Readable, Object.keys(workers) as Name[]),
      pid: child.pid ?? NaN,
      stop,
    };
  } catch (cause) {
    await stop();
    throw new Error("workerd does not listen", { cause });
  }
}

/** workerd tells each socket's port as a line of JSON. */
async function listening<Name extends string>(
  control: Readable,
  names: readonly Name[],
): Promise<Record<Name, string>> {
  const origins: Record<string, string> = {};
  const signal = AbortSignal.timeout(LISTENS_WITHIN_MS);
  for await (const line of createInterface({ input: control, signal })) {
    const { socket, port } = JSON.parse(line) as { socket: string; port: number };
    origins[socket] = `http://127.0.0.1:${port}`;
    if (names.every((name) => name in origins)) return origins;
  }
  throw new Error(`of ${names.join(", ")} only ${Object.keys(origins).join(", ")} listened`);
}
