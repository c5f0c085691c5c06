// The bare fan-out as a Hono handler, to tell the framework's cost from ours.
import { Hono } from "hono";
import { parts, partUrl } from "./parts.ts";

const app = new Hono<{ Bindings: { UPSTREAM: string } }>().get("/merged", async function merge(c) {
  const merged = await Promise.all(
    parts.map(async function fetchPart(part) {
      const response = await fetch(partUrl(c.env.UPSTREAM, part));
      if (!response.ok) throw new Error(`${part} answered ${response.status}`);
      return [part, await response.json()] as const;
    }),
  );
  return c.json(Object.fromEntries(merged));
});

export default { fetch: app.fetch };
