// An example for documentation. A viewer can send it, because `wrangler.toml` allows its origins.
import type * as z from "zod";
import type { GatherRequest } from "./gather-request.ts";

/** The body of a `POST /gather`. */
export const gatherExample = {
  requests: {
    weather: {
      url: "https://api.open-meteo.com/v1/forecast?latitude=52.52&longitude=13.41&current=temperature_2m",
      timeoutMs: 800,
    },
    summary: { url: "https://en.wikipedia.org/api/rest_v1/page/summary/Berlin" },
  },
  deadlineMs: 2_000,
} satisfies z.input<typeof GatherRequest>;
