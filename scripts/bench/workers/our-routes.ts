// The fan-out by each way that the project offers: `call.fetch`, `call.read`, a declared upstream, and `merge`.
import { Hono } from "hono";
import {
  answers,
  type AppEnv,
  type CallContext,
  gather,
  merge,
  optional,
  type OptionalPart,
  type Part,
} from "../../../src/endpoint.ts";
import { PartAnswer } from "../stacks/part-answer.ts";
import { ourPart, policy } from "./our-part.ts";
import { parts, partUrl, SIX } from "./parts.ts";

/** Gets one part from `origin`. */
type Way = (call: CallContext, part: string, origin: string) => Promise<unknown>;

async function byFetch(call: CallContext, part: string, origin: string): Promise<unknown> {
  const response = await call.fetch(partUrl(origin, part), policy);
  if (!response.ok) throw new Error(`${part} answered ${response.status}`);
  return response.json();
}

async function byRead(call: CallContext, part: string, origin: string): Promise<unknown> {
  const { status, bytes } = await call.read(partUrl(origin, part), policy);
  if (status !== 200) throw new Error(`${part} answered ${status}`);
  return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
}

/** The parts that `merge` cannot do without; the others may be missing. */
const REQUIRED = new Set(parts.slice(0, 5));

const members = keyed(parts, (part) => (REQUIRED.has(part) ? PartAnswer : PartAnswer.nullable()));

const mergedParts = keyed(parts, (part): Part<unknown> | OptionalPart<unknown> => {
  const run: Part<unknown> = (call) => ourPart(call, part);
  return REQUIRED.has(part) ? run : optional(run);
});

/** `GET /merged/…` merges ten parts and `GET /six/…` the first six. `GET /many/:n` answers the bytes of n parts. */
export const ourRoutes = new Hono<AppEnv>()
  .get("/merged/fetch", async (c) => c.json(await merged(c.var.call, byFetch, c.env.FORECAST_ORIGIN)))
  .get("/merged/read", async (c) => c.json(await merged(c.var.call, byRead, c.env.FORECAST_ORIGIN)))
  .get("/merged/declared", async (c) => c.json(await merged(c.var.call, ourPart, "")))
  .get("/merged/merge", answers(members), (c) => merge(c, mergedParts as never))
  .get("/six/read", async (c) => c.json(await merged(c.var.call, byRead, c.env.FORECAST_ORIGIN, SIX)))
  .get("/six/declared", async (c) => c.json(await merged(c.var.call, ourPart, "", SIX)))
  .get("/many/:n", async function many(c) {
    const { call } = c.var;
    const tasks = Array.from({ length: Number(c.req.param("n")) }, (_, index) => {
      const url = partUrl(c.env.FORECAST_ORIGIN, `part${index % parts.length}`);
      return async (task: CallContext): Promise<number> => (await task.read(url)).bytes.byteLength;
    });
    const lengths = await gather(tasks, { context: call });
    return c.json(lengths.reduce((sum, length) => sum + length, 0));
  });

function merged(call: CallContext, way: Way, origin: string, names = parts): Promise<Record<string, unknown>> {
  return gather(
    keyed(names, (part) => (task: CallContext) => way(task, part, origin)),
    { context: call },
  );
}

function keyed<T>(names: readonly string[], valueOf: (name: string) => T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, valueOf(name)]));
}
