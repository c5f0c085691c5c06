// A stack as a Hono app: the same framework and the same security headers as ours.
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";

type Merge = (origin: string, client: AbortSignal) => Promise<Record<string, unknown>>;

/** Serves `merge` at `GET /merged`. */
export function honoStack(merge: Merge) {
  return new Hono<{ Bindings: { UPSTREAM: string } }>()
    .use(secureHeaders())
    .get("/merged", async (c) => c.json(await merge(c.env.UPSTREAM, c.req.raw.signal)));
}
