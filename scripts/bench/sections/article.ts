// The program the project grew from, run one after the other and all at once.
import { ratios, takeTurns } from "../tools/take-turns.ts";
import type { Section } from "../tools/section.ts";

/** `GET /hello`, three coroutines that sleep a second each, timed by the client. */
export const article: Section = {
  name: "article",
  title: "The article's program, 3 x 1 s",
  async measure({ serveBuilt, effort }) {
    const { origin } = await serveBuilt();
    const run = (mode: string) => async (): Promise<number> => {
      const startedAt = performance.now();
      const response = await fetch(`${origin}/hello?times=3&delayMs=1000&mode=${mode}`);
      await response.json();
      return performance.now() - startedAt;
    };
    const { sequential, concurrent } = await takeTurns(effort.longRounds, {
      sequential: run("sequential"),
      concurrent: run("concurrent"),
    });
    const what = "sequential ÷ concurrent";
    return {
      rows: [
        { what, samples: ratios(sequential, concurrent), bound: { atLeast: 2.95 } },
        { what: "concurrent", samples: concurrent, unit: "ms" },
      ],
    };
  },
};
