// The headers that protect browsers, and those that tell where the time went, pass the edge.
import { ask, hasHeader } from "../ask.ts";
import { type Check, holds } from "../check.ts";

export const headers: Check = {
  name: "headers",
  async run(target) {
    const response = await ask(target, "/healthz");
    await response.body?.cancel();
    hasHeader(response, "X-Content-Type-Options", "nosniff");
    hasHeader(response, "Referrer-Policy", "no-referrer");
    holds(response.headers.has("Strict-Transport-Security"), "Strict-Transport-Security is missing");
    const timing = response.headers.get("Server-Timing") ?? "";
    holds(timing.startsWith("total;dur="), "Server-Timing does not begin with total");
    return "nosniff, HSTS and Server-Timing are sent";
  },
};
