// The bare fan-out as a Hono handler, to tell the framework's cost from ours.
import { Hono } from "hono";
import { plainlyMerged } from "./parts.ts";

const app = new Hono<{ Bindings: { UPSTREAM: string } }>().get("/merged", async function merge(c) {
  return c.json(await plainlyMerged(c.env.UPSTREAM));
});

export default { fetch: app.fetch };
