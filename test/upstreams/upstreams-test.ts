// A `test` that comes with running upstreams: one server for the file, and a key of its own for each test, so that nobody counts along.
import { test as base } from "vitest";
import { z } from "zod";
import { startUpstreams } from "../../scripts/upstreams/start-upstreams.ts";
import type { Counts } from "../../scripts/upstreams/tally.ts";

let keys = 0;

/** Gives `origin`, `key`, `fault` (a URL from a recipe) and `seen` (the key's counts, once `until` holds). */
export const test = base
  // oxlint-disable-next-line no-empty-pattern -- vitest reads from this pattern which fixtures a fixture needs
  .extend("origin", { scope: "file" }, async ({}, { onCleanup }) => {
    const upstreams = await startUpstreams();
    onCleanup(() => upstreams.close());
    return upstreams.origin;
  })
  .extend("key", async () => `key-${++keys}`)
  .extend("fault", async ({ origin, key }) => {
    return (recipe = ""): string => `${origin}/fault?key=${key}&${recipe}`;
  })
  .extend("seen", async ({ origin, key }) => {
    return async function seen(until?: `${keyof Counts}:${number}`): Promise<Record<string, number>> {
      const response = await fetch(`${origin}/seen?key=${key}${until ? `&until=${until}` : ""}`);
      if (!response.ok) throw new Error(`${until} did not come true: ${await response.text()}`);
      return z.record(z.string(), z.number()).parse(await response.json());
    };
  });
