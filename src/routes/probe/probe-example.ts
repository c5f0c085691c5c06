// An example for documentation, like `gather-example.ts` for `POST /gather`.
import type * as z from "zod";
import type { ProbeRequest } from "./probe-request.ts";

/** The body of a `POST /probe`. */
export const probeExample = {
  targets: ["https://api.open-meteo.com/", "https://en.wikipedia.org/"],
  timeoutMs: 2_000,
} satisfies z.input<typeof ProbeRequest>;
