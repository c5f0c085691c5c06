// The configuration that `npm run dev` gives to wrangler: wrangler.toml, with jobs switched on whether or not it has
// their lines. A deployment needs the lines and a queue; local work needs neither.
import { existsSync, readFileSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { experimental_readRawConfig } from "wrangler";
import * as z from "zod";
import { addJobs } from "./add-jobs.ts";

const SOURCE = "wrangler.toml";

/** Beside wrangler.toml, because paths in it, and where `.dev.vars` is, are relative to the file. Git ignores it. */
const TARGET = ".wrangler-dev.json";

const Read = z.object({ rawConfig: z.record(z.string(), z.unknown()) });

/**
 * Writes the configuration of `folder` and returns the path of its file.
 *
 * @throws `Error` when wrangler.toml is missing or wrong.
 */
export function writeDevConfig(folder = "."): string {
  // Its types are in a package that wrangler bundles and that is not installed.
  const read = experimental_readRawConfig as unknown as (args: { config: string }) => unknown;
  const { rawConfig } = Read.parse(read({ config: join(folder, SOURCE) }));
  const text = `${JSON.stringify(addJobs(rawConfig), null, 2)}\n`;
  const path = join(folder, TARGET);
  // Another `npm run dev` may read the file now: it is written only when it changes.
  if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
  return path;
}

/**
 * Writes the configuration again each time wrangler.toml changes, and wrangler reloads. Returns a function that stops
 * this.
 */
export function followConfig(log: (line: string) => void, folder = "."): () => void {
  // The folder is watched: editors replace files, and a watch of the file would end with the first one.
  const watcher = watch(folder, (_event, name) => {
    if (name !== SOURCE) return;
    try {
      writeDevConfig(folder);
    } catch (error) {
      // Half a line was saved: the next change is tried again.
      log(`${SOURCE}: ${(error as Error).message}`);
    }
  });
  return () => watcher.close();
}

/** Returns true if the arguments of `wrangler dev` name another configuration. */
export function namesConfig(wranglerArgs: readonly string[]): boolean {
  return wranglerArgs.some((arg) => /^(-c|--config)(=|$)/.test(arg));
}
