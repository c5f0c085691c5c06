// Streamed results: how long after the fastest upstream has answered its result is with the client.
import { postGather } from "../tools/post-gather.ts";
import { takeTurns } from "../tools/take-turns.ts";
import type { Section } from "../tools/section.ts";
import { median } from "../tools/statistics.ts";

/** Milliseconds of the fastest upstream and of the others. */
const FAST_MS = 40;
const SLOW_MS = 120;

/** `POST /gather` as NDJSON, five slow upstreams and a fast one in their midst. */
export const firstResult: Section = {
  name: "first-result",
  title: "First streamed result",
  async measure({ serveBuilt, clocked, effort }) {
    const { origin } = await serveBuilt();
    const requests = [SLOW_MS, SLOW_MS, FAST_MS, SLOW_MS, SLOW_MS, SLOW_MS].map((ms) => ({
      url: `${clocked.origin}/${ms}`,
    }));
    async function once(): Promise<number> {
      const response = await postGather(origin, { requests }, "application/x-ndjson");
      let firstAt: number | undefined;
      for await (const _chunk of response.body ?? []) firstAt ??= performance.now();
      return (firstAt ?? NaN) - clocked.answeredAt(`/${FAST_MS}`);
    }
    const { first } = await takeTurns(effort.longRounds * 2, {
      async first() {
        const late: number[] = [];
        for (let call = 0; call < effort.calls / 5; call++) late.push(await once());
        return median(late);
      },
    });
    const what = "first result after the fastest upstream answered";
    return { rows: [{ what, samples: first, unit: "ms", bound: { atMost: 3 } }] };
  },
};
