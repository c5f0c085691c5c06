// The article's program: three tasks of a second each take one second together, and three one after the other.
import * as z from "zod";
import { ask, jsonOf } from "../ask.ts";
import { type Check, holds, type Target } from "../check.ts";

/** The least gain of running at once. Three is the most that is possible; the way to the Worker costs some of it. */
const LEAST_RATIO = 2;

/** Resolves to the milliseconds that the program takes, by the client's clock. */
async function takesMs(target: Target, mode: "concurrent" | "sequential"): Promise<number> {
  const startedAt = performance.now();
  const { lines } = await jsonOf(
    await ask(target, `/hello?times=3&delayMs=1000&mode=${mode}`),
    z.object({ lines: z.array(z.unknown()) }),
  );
  holds(lines.length === 6, `/hello printed ${lines.length} lines instead of 6`);
  return performance.now() - startedAt;
}

export const article: Check = {
  name: "the article's ratio",
  route: "GET /hello",
  async run(target) {
    const [together, apart] = await Promise.all([takesMs(target, "concurrent"), takesMs(target, "sequential")]);
    const ratio = apart / together;
    const took = `3 x 1 s took ${Math.round(together)} ms at once, ${Math.round(apart)} ms one after the other`;
    holds(ratio >= LEAST_RATIO, `${took}: only ${ratio.toFixed(2)} times faster`);
    return `${took}: ${ratio.toFixed(2)} times faster`;
  },
};
