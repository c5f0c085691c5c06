// A `test` for the stand-ins. Their tallies and misbehaviours have no key of a test's own, so every test gets a server of its own.
import { z } from "zod";
import { test as base, expect } from "vitest";
import { startUpstreams } from "../../scripts/upstreams/start-upstreams.ts";

const JsonObject = z.record(z.string(), z.json());

/** What came back of one request. */
export interface Got {
  status: number;
  contentType: string | null;
  json: z.output<typeof JsonObject>;
}

/** Gives `origin`, `get` (a path's JSON answer) and `misbehave` (a POST or DELETE with a query; resolves with the status). */
export const test = base
  // oxlint-disable-next-line no-empty-pattern -- vitest reads from this pattern which fixtures a fixture needs
  .extend("origin", async ({}, { onCleanup }) => {
    const upstreams = await startUpstreams();
    onCleanup(() => upstreams.close());
    return upstreams.origin;
  })
  .extend("get", async ({ origin }) => {
    return (path: string): Promise<Got> => getJson(origin + path);
  })
  .extend("misbehave", async ({ origin }) => {
    return async function misbehave(method: "POST" | "DELETE", query = ""): Promise<number> {
      return (await fetch(`${origin}/misbehave?${query}`, { method })).status;
    };
  });

/** GETs a URL whose answer is a JSON object. */
export async function getJson(url: string): Promise<Got> {
  const response = await fetch(url);
  const json = JsonObject.parse(await response.json());
  return { status: response.status, contentType: response.headers.get("content-type"), json };
}

/** Matches any number. Vitest's own matchers are of type `any`. */
export const anyNumber: unknown = expect.any(Number);

/** Matches a string that has `part`, or that fits it. */
export function textWith(part: string | RegExp): unknown {
  return typeof part === "string" ? expect.stringContaining(part) : expect.stringMatching(part);
}
