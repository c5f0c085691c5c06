// A Worker whose handlers return what their upstreams answered, and the clocks that the tests need short.
import { createApp } from "../../../src/app.ts";
import { declareUpstream, deadline } from "../../../src/endpoint.ts";
import * as z from "zod";

// Makes the variable known that the tests' upstreams are at.
declareUpstream({ name: "passing", origin: "FORECAST_ORIGIN", request: () => ({ path: "/" }), answer: z.unknown() });

const app = createApp()
  .get("/passed", deadline(300), (c) => {
    const { at = "/", idleMs } = c.req.query();
    return c.var.call.fetch(`${c.env.FORECAST_ORIGIN}${at}`, {
      timeoutMs: 200,
      maxBytes: 1_000,
      ...(idleMs !== undefined && { idleMs: Number(idleMs) }),
    });
  })
  .get("/passed-head", (c) => c.var.call.fetch(`${c.env.FORECAST_ORIGIN}/`, { method: "HEAD" }));

export default { fetch: app.fetch };
