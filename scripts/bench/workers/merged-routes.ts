// Endpoints as one writes them with a scope and gather, once with `scope.fetch` and once with `scope.read`.
import { Hono } from "hono";
import { gather, type Task } from "../../../src/gather/index.ts";
import type { AppEnv } from "../../../src/middleware/scope.ts";
import type { Scope } from "../../../src/upstream/scope.ts";
import { parts, partUrl } from "./parts.ts";

interface BenchEnv extends AppEnv {
  Bindings: Env & { UPSTREAM: string };
}

/** A task that gets the JSON at `url`. */
type Json = (scope: Scope, url: string) => Task<unknown>;

const withFetch: Json = (scope, url) =>
  async function fetchJson({ signal }) {
    const response = await scope.fetch(url, { signal });
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return response.json();
  };

const withRead: Json = (scope, url) =>
  async function readJson({ signal }) {
    const { status, bytes } = await scope.read(url, { signal });
    if (status !== 200) throw new Error(`${url} answered ${status}`);
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  };

/** `GET /merged/fetch` and `GET /merged/read` merge the ten parts; `GET /many/:n` reads n of them and answers how many bytes came. */
export const mergedRoutes = new Hono<BenchEnv>()
  .get("/merged/fetch", async (c) => c.json(await merged(c.var.scope, c.env.UPSTREAM, withFetch)))
  .get("/merged/read", async (c) => c.json(await merged(c.var.scope, c.env.UPSTREAM, withRead)))
  .get("/many/:n", async function many(c) {
    const { scope } = c.var;
    const tasks = Array.from({ length: Number(c.req.param("n")) }, (_, index): Task<number> => {
      const url = partUrl(c.env.UPSTREAM, `part${index % parts.length}`);
      return async ({ signal }) => (await scope.read(url, { signal })).bytes.byteLength;
    });
    const lengths = await gather(tasks, { signal: scope.signal });
    return c.json(lengths.reduce((sum, length) => sum + length, 0));
  });

function merged(scope: Scope, origin: string, json: Json): Promise<Record<string, unknown>> {
  const tasks = Object.fromEntries(parts.map((part) => [part, json(scope, partUrl(origin, part))]));
  return gather(tasks, { signal: scope.signal });
}
