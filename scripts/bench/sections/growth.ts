// Ten times the work must not cost more than eleven times the time, and no more memory than it has to.
import { execFileSync } from "node:child_process";
import { inBothRuntimes } from "../tools/in-both-runtimes.ts";
import { ratios, takeTurns } from "../tools/take-turns.ts";
import type { Bound, Row } from "../tools/row.ts";
import type { Section } from "../tools/section.ts";
import type { Stage } from "../tools/stage.ts";
import { median } from "../tools/statistics.ts";
import { timeComputing } from "../tools/time-computing.ts";

const TASKS = ["10", "100", "1000", "10000", "100000"];
const UPSTREAMS = ["1", "10", "100", "1000"];

/** Ten times as much may cost so much more. */
const MOST = 11;

/** Milliseconds by how much there was to do. */
interface Grown {
  readonly what: string;
  readonly samples: Readonly<Record<string, readonly number[]>>;
}

/** gather over ready tasks, a route over upstreams that answer at once, and what a waiting task holds in memory. */
export const growth: Section = {
  title: "Growth",
  async measure(stage) {
    const grown = [...(await inBothRuntimes(stage, growing(stage, "gather"))), await fanningOut(stage)];
    const yardstick = await inBothRuntimes(stage, growing(stage, "Promise.all"));
    const memory = ["gather", "Promise.all"].map(waitingMemory);
    const rows = [
      ...grown.flatMap((what) => steps(what, { atMost: MOST })),
      ...yardstick.flatMap((what) => steps(what)),
    ];
    return { rows: [...rows, ...memory], charts: [chartOf([...grown, ...yardstick])] };
  },
};

function growing({ effort }: Stage, contestant: string) {
  return async function inRuntime(runtime: string, origin: string): Promise<Grown> {
    const measures: Record<string, () => Promise<number>> = {};
    for (const tasks of TASKS) {
      const what = { origin, contestant, tasks: Number(tasks) };
      measures[tasks] = await timeComputing(what, effort.computeMs);
    }
    return { what: `${contestant}, ready tasks, ${runtime}`, samples: await takeTurns(effort.rounds, measures) };
  };
}

async function fanningOut({ origins, effort }: Stage): Promise<Grown> {
  const measures: Record<string, () => Promise<number>> = {};
  for (const count of UPSTREAMS) {
    const times = Math.ceil((effort.calls * 2) / Number(count));
    measures[count] = async function fanOutTimes() {
      const startedAt = performance.now();
      for (let time = 0; time < times; time++) {
        const response = await fetch(`${origins["fan-out"]}/many/${count}`);
        const said = await response.text();
        if (!response.ok) throw new Error(`${count} upstreams: ${said}`);
      }
      return (performance.now() - startedAt) / times;
    };
  }
  await takeTurns(1, measures);
  return { what: "scope.read, upstreams", samples: await takeTurns(effort.rounds, measures) };
}

/** A row for each tenfold; `Promise.all`'s have no bound: they tell how much of the growth is the engine's. */
function steps({ what, samples }: Grown, bound?: Bound): Row[] {
  const sizes = Object.keys(samples);
  return sizes.slice(1).map((more, index) => {
    const fewer = sizes[index] ?? "";
    const ratio = ratios(samples[more] ?? [], samples[fewer] ?? []);
    return { what: `${what}: ${more} ÷ ${fewer}`, samples: ratio, ...(bound && { bound }) };
  });
}

/** Once is enough: it is the same every time. */
function waitingMemory(contestant: string): Row {
  const args = ["--expose-gc", "scripts/bench/servers/waiting-memory.ts", contestant];
  const bytes = Number(execFileSync(process.execPath, args));
  return { what: `memory of a waiting task, ${contestant}, Node`, samples: [bytes], unit: "bytes" };
}

function chartOf(grown: readonly Grown[]) {
  return {
    name: "growth",
    title: "Time by how much there is to do, both axes by powers of ten",
    xAxis: { type: "log", name: "tasks, or upstreams" },
    yAxis: { type: "log", name: "ms" },
    series: grown.map(({ what, samples }) => ({
      type: "line",
      name: what.replace("ready tasks, ", ""),
      data: Object.entries(samples).map(([count, taken]) => [Number(count), Number(median(taken).toPrecision(3))]),
    })),
  };
}
