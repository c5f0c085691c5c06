// The Worker's own account of who may use it, and of its limits.
import * as z from "zod";
import { ask, jsonOf } from "./ask.ts";
import type { Target } from "./check.ts";

const About = z.looseObject({
  access: z.enum(["open", "key", "closed"]),
  subrequests: z.int(),
  slots: z.int(),
});

/** Reads `/about`. */
export async function aboutOf(target: Target): Promise<z.output<typeof About>> {
  return jsonOf(await ask(target, "/about"), About);
}
