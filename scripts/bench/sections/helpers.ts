// What gather costs over `Promise.all`, and what others cost, where nothing is waited for: a thousand tasks that are ready.
import { inBothRuntimes } from "../tools/in-both-runtimes.ts";
import { ratios, takeTurns } from "../tools/take-turns.ts";
import type { Row } from "../tools/row.ts";
import type { Section } from "../tools/section.ts";
import { median } from "../tools/statistics.ts";
import { timeComputing } from "../tools/time-computing.ts";

const TASKS = 1_000;
const peers = ["p-map", "p-limit", "Effect.all", "better-all"] as const;
const names = ["Promise.all", "gather", ...peers] as const;

/** Every contestant in both runtimes, from the same bundle. */
export const helpers: Section = {
  title: `Helpers, ${TASKS.toLocaleString("en")} ready tasks`,
  async measure(stage) {
    const { rounds, computeMs } = stage.effort;
    const measured = await inBothRuntimes(stage, async function inRuntime(runtime, origin) {
      const measures = {} as Record<(typeof names)[number], () => Promise<number>>;
      for (const contestant of names)
        measures[contestant] = await timeComputing({ origin, contestant, tasks: TASKS }, computeMs);
      // Shorter than the others' turns, and so more of them.
      return { runtime, samples: await takeTurns(rounds * 3, measures) };
    });
    const rows = measured.flatMap(({ runtime, samples }): Row[] => [
      {
        what: `gather ÷ Promise.all, ${runtime}`,
        samples: ratios(samples.gather, samples["Promise.all"]),
        bound: { atMost: 2 },
      },
      ...peers.map((peer) => ({
        what: `gather ÷ ${peer}, ${runtime}`,
        samples: ratios(samples.gather, samples[peer]),
        bound: { atMost: 1 },
      })),
      ...names.map((name) => ({
        what: `${name}, ${runtime}`,
        samples: samples[name].map((ms) => (ms * 1e6) / TASKS),
        unit: "ns a task",
      })),
    ]);
    const series = measured.map(({ runtime, samples }) => ({
      type: "bar",
      name: runtime,
      data: names.map((name) => Math.round((median(samples[name]) * 1e6) / TASKS)),
    }));
    const chart = {
      name: "helpers",
      title: "A thousand ready tasks: nanoseconds a task",
      xAxis: { type: "category", data: names },
      yAxis: { type: "value", name: "ns" },
      series,
    };
    return { rows, charts: [chart] };
  },
};
