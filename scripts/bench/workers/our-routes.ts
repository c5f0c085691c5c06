// The fan-out by each way that the project offers: `scope.fetch`, `scope.read`, a declared upstream, and `merge`.
import { Hono } from "hono";
import { gather, type Task } from "../../../src/gather/index.ts";
import { merge } from "../../../src/middleware/merge.ts";
import type { AppEnv } from "../../../src/middleware/scope.ts";
import type { Scope } from "../../../src/upstream/scope.ts";
import { ourPart, policy } from "./our-part.ts";
import { parts, partUrl, SIX } from "./parts.ts";

/** Makes the task that gets one part. */
type Way = (scope: Scope, origin: string) => (part: string) => Task<unknown>;

const byFetch: Way = (scope, origin) => (part) =>
  async function fetchPart({ signal }) {
    const url = partUrl(origin, part);
    const response = await scope.fetch(url, { ...policy, signal });
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return response.json();
  };

const byRead: Way = (scope, origin) => (part) =>
  async function readPart({ signal }) {
    const url = partUrl(origin, part);
    const { status, bytes } = await scope.read(url, { ...policy, signal });
    if (status !== 200) throw new Error(`${url} answered ${status}`);
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  };

const byDeclaration: Way = (scope) => (part) => (context) => ourPart(scope, part, context);

/** The parts that `merge` cannot do without, and the ones that may be missing. */
const REQUIRED = parts.slice(0, 5);
const OPTIONAL = parts.slice(5);

/** `GET /merged/…` merges ten parts and `GET /six/…` the first six. `GET /many/:n` answers the bytes of n parts. */
export const ourRoutes = new Hono<AppEnv>()
  .get("/merged/fetch", async (c) => c.json(await merged(c.var.scope, byFetch(c.var.scope, c.env.FORECAST_ORIGIN))))
  .get("/merged/read", async (c) => c.json(await merged(c.var.scope, byRead(c.var.scope, c.env.FORECAST_ORIGIN))))
  .get("/merged/declared", async (c) => c.json(await merged(c.var.scope, byDeclaration(c.var.scope, ""))))
  .get("/merged/merge", function mergeParts(c) {
    const call = (part: string) => (context: object) => ourPart(c.var.scope, part, context);
    return merge(c, ({ required, optional }) =>
      gather({ ...required(keyed(REQUIRED, call)), ...optional(keyed(OPTIONAL, call)) }),
    );
  })
  .get("/six/read", async (c) => c.json(await merged(c.var.scope, byRead(c.var.scope, c.env.FORECAST_ORIGIN), SIX)))
  .get("/six/declared", async (c) => c.json(await merged(c.var.scope, byDeclaration(c.var.scope, ""), SIX)))
  .get("/many/:n", async function many(c) {
    const { scope } = c.var;
    const tasks = Array.from({ length: Number(c.req.param("n")) }, (_, index): Task<number> => {
      const url = partUrl(c.env.FORECAST_ORIGIN, `part${index % parts.length}`);
      return async ({ signal }) => (await scope.read(url, { signal })).bytes.byteLength;
    });
    const lengths = await gather(tasks, { signal: scope.signal });
    return c.json(lengths.reduce((sum, length) => sum + length, 0));
  });

function merged(scope: Scope, task: (part: string) => Task<unknown>, names = parts): Promise<Record<string, unknown>> {
  return gather(keyed(names, task), { signal: scope.signal });
}

function keyed<T>(names: readonly string[], valueOf: (name: string) => T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, valueOf(name)]));
}
