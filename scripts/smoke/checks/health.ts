// The configuration is complete and valid.
import * as z from "zod";
import { ask, hasHeader, jsonOf } from "../ask.ts";
import type { Check } from "../check.ts";

export const health: Check = {
  name: "health",
  async run(target) {
    const response = await ask(target, "/healthz");
    await jsonOf(response, z.object({ status: z.literal("ok") }));
    hasHeader(response, "Cache-Control", "no-store");
    return "/healthz answers 200 and is not cached";
  },
};
