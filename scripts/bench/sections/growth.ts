// Ten times the work costs at most eleven times the CPU time. Beyond 10,000 tasks the growth of `Promise.all` is the
// limit.
import { execFileSync } from "node:child_process";
import { growthChart } from "../tools/growth-chart.ts";
import { cpuTimeMs } from "../tools/cpu-time.ts";
import { type Runtime, runtimes, startHelpers } from "../tools/start-helpers.ts";
import { ratios, takeTurns } from "../tools/take-turns.ts";
import type { Bound, Row } from "../tools/row.ts";
import type { Section } from "../tools/section.ts";
import type { Stage } from "../tools/stage.ts";
import { timeComputing } from "../tools/time-computing.ts";

const TASKS = ["10", "100", "1000", "10000", "100000"];
const UPSTREAMS = ["1", "10", "100", "1000"];

/** Ten times as much may cost so much more, up to 10,000. */
const MOST = 11;

/** Beyond, gather's growth ÷ that of `Promise.all`: what waits outlives the young generation of the heap there. */
const MOST_BEYOND = 1.1;

/** Milliseconds by the size of the work. */
export interface Grown {
  readonly what: string;
  readonly samples: Readonly<Record<string, readonly number[]>>;
}

/** gather over ready tasks, a route over upstreams that answer at once, and the memory of a waiting task. */
export const growth: Section = {
  name: "growth",
  title: "Growth of CPU time",
  async measure(stage) {
    const grown: Grown[] = [];
    const rows: Row[] = [];
    for (const runtime of runtimes) {
      const [gather, yardstick] = await growing(stage, runtime);
      const [last = [], lastOfYardstick = []] = [gather, yardstick].map(({ samples }) =>
        ratios(samples["100000"], samples["10000"]),
      );
      rows.push(
        ...steps(gather, { atMost: MOST }).slice(0, -1),
        {
          what: `${gather.what}: growth to 100000 ÷ Promise.all's`,
          samples: ratios(last, lastOfYardstick),
          bound: { atMost: MOST_BEYOND },
        },
        ...steps(yardstick),
      );
      grown.push(gather, yardstick);
    }
    const upstreams = await fanningOut(stage);
    rows.push(...steps(upstreams, { atMost: MOST }), ...["gather", "Promise.all"].map(waitingMemory));
    return { rows, charts: [growthChart([...grown, upstreams])] };
  },
};

/** gather and `Promise.all`, all sizes in the same rounds. */
async function growing(stage: Stage, runtime: Runtime): Promise<[Grown, Grown]> {
  const { longRounds, computeMs } = stage.effort;
  const measures: Record<string, () => Promise<number>> = {};
  for (const contestant of ["gather", "Promise.all"]) {
    const server = await startHelpers(stage, runtime);
    for (const tasks of TASKS) {
      measures[`${contestant} ${tasks}`] = await timeComputing({ server, contestant, tasks: Number(tasks) }, computeMs);
    }
  }
  const taken = await takeTurns(longRounds * 3, measures);
  const of = (contestant: string): Grown => ({
    what: `${contestant}, ready tasks, ${runtime}`,
    samples: Object.fromEntries(TASKS.map((tasks) => [tasks, taken[`${contestant} ${tasks}`] ?? []])),
  });
  return [of("gather"), of("Promise.all")];
}

async function fanningOut({ serve, effort }: Stage): Promise<Grown> {
  const { origin, pid } = await serve("ours");
  const nowMs = (): number => cpuTimeMs(pid) ?? performance.now();
  const measures: Record<string, () => Promise<number>> = {};
  for (const count of UPSTREAMS) {
    const times = Math.ceil((effort.calls * 10) / Number(count));
    measures[count] = async function fanOutTimes() {
      const startedAt = nowMs();
      for (let time = 0; time < times; time++) {
        const response = await fetch(`${origin}/many/${count}`);
        const text = await response.text();
        if (!response.ok) throw new Error(`${count} upstreams: ${text}`);
      }
      return (nowMs() - startedAt) / times;
    };
  }
  await takeTurns(1, measures); // Warms up.
  return { what: "scope.read, upstreams", samples: await takeTurns(effort.longRounds, measures) };
}

/** A row for each tenfold. */
function steps({ what, samples }: Grown, bound?: Bound): Row[] {
  const sizes = Object.keys(samples);
  return sizes.slice(1).map((more, index) => ({
    what: `${what}: ${more} ÷ ${sizes[index]}`,
    samples: ratios(samples[more], samples[sizes[index] ?? ""]),
    ...(bound && { bound }),
  }));
}

/** Measured once: it is the same every time. */
function waitingMemory(contestant: string): Row {
  const args = ["--expose-gc", "scripts/bench/servers/waiting-memory.ts", contestant];
  const bytes = Number(execFileSync(process.execPath, args));
  return { what: `memory of a waiting task, ${contestant}, Node`, samples: [bytes], unit: "bytes" };
}
