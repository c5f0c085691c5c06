// The cost of gather over `Promise.all`, and of other packages, where nothing waits: a thousand tasks that are ready.
import { type Runtime, runtimes, startHelpers } from "../tools/start-helpers.ts";
import { takeTurns } from "../tools/take-turns.ts";
import { comparison } from "../tools/comparison.ts";
import type { Row } from "../tools/row.ts";
import type { Section } from "../tools/section.ts";
import type { Stage } from "../tools/stage.ts";
import { median } from "../tools/statistics.ts";
import { timeComputing } from "../tools/time-computing.ts";

const TASKS = 1_000;
const peers = ["p-map", "p-limit", "Effect.all", "better-all"] as const;
const names = ["Promise.all", "gather", ...peers] as const;

type Samples = Record<(typeof names)[number], number[]>;

/** Every contestant in both runtimes, from the same bundle, each in a separate process. */
export const helpers: Section = {
  name: "helpers",
  title: `Helpers, CPU time of ${TASKS.toLocaleString("en")} ready tasks`,
  async measure(stage) {
    const measured = [];
    for (const runtime of runtimes) measured.push({ runtime, samples: await measureIn(runtime, stage) });
    const chart = {
      name: "helpers",
      title: "A thousand ready tasks: nanoseconds a task",
      xAxis: { type: "category", data: names },
      yAxis: { type: "value", name: "ns" },
      series: measured.map(({ runtime, samples }) => ({
        type: "bar",
        name: runtime,
        data: names.map((name) => Math.round((median(samples[name]) * 1e6) / TASKS)),
      })),
    };
    return { rows: measured.flatMap(({ runtime, samples }) => rowsOf(runtime, samples)), charts: [chart] };
  },
};

async function measureIn(runtime: Runtime, stage: Stage): Promise<Samples> {
  const { rounds, computeMs } = stage.effort;
  const measures = {} as Record<(typeof names)[number], () => Promise<number>>;
  for (const contestant of names) {
    const server = await startHelpers(stage, runtime);
    measures[contestant] = await timeComputing({ server, contestant, tasks: TASKS }, computeMs);
  }
  return takeTurns(Math.ceil(rounds / 2), measures);
}

function rowsOf(runtime: Runtime, samples: Samples): Row[] {
  const ratio = (peer: keyof Samples, atMost: number): Row => ({
    what: `gather ÷ ${peer}, ${runtime}`,
    ...comparison(samples.gather, samples[peer]),
    bound: { atMost },
  });
  return [
    ratio("Promise.all", 1.8),
    ...peers.map((peer) => ratio(peer, 0.25)),
    ...names.map((name) => ({
      what: `${name}, ${runtime}`,
      samples: samples[name].map((ms) => (ms * 1e6) / TASKS),
      unit: "ns a task",
    })),
  ];
}
