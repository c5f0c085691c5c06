// The wait that the layers add where upstreams take their time: six of them at once, so that no call queues.
import { type Load, openLoad } from "../tools/load.ts";
import { percentile } from "../tools/statistics.ts";
import { differences, takeTurns } from "../tools/take-turns.ts";
import type { Row } from "../tools/row.ts";
import type { Section } from "../tools/section.ts";

/** Milliseconds that every upstream takes. */
const DELAY_MS = 20;

/** Requests at a time: few, so that none waits for the processor. */
const CONNECTIONS = 2;

const names = ["bare Worker", "scope.read", "declared upstream"] as const;

/** The 50th and 99th percentile of a turn, over the delay. */
interface Added {
  readonly p50: number;
  readonly p99: number;
}

/** Each turn's percentiles, against a bare Worker's in the same round. */
export const latency: Section = {
  name: "latency",
  title: `Latency, six upstreams of ${DELAY_MS} ms`,
  async measure({ start, serve, effort }) {
    const { origin } = await start(["scripts/bench/servers/slow-upstream.ts", String(DELAY_MS)]);
    const bare = await serve("plain-six", origin);
    const ours = await Promise.all([serve("ours", origin), serve("ours", origin)]);
    const urls = [bare.origin, `${ours[0].origin}/six/read`, `${ours[1].origin}/six/declared`];
    const loads = urls.map((url) => openLoad(url, CONNECTIONS));
    for (const load of loads) await load.ask(effort.warmUp / 4);
    const turns = Object.fromEntries(names.map((name, index) => [name, turnOf(loads[index], effort.requests)]));
    const taken = await takeTurns<string, Added>(effort.longRounds * 2, turns);
    await Promise.all(loads.map((load) => load.close()));

    const of = (name: string, which: keyof Added): number[] => (taken[name] ?? []).map((added) => added[which]);
    const rows = names
      .slice(1)
      .flatMap((name): Row[] => [
        over(`p50, ${name} over bare Worker`, of(name, "p50"), of(names[0], "p50"), 1),
        over(`p99, ${name} over bare Worker`, of(name, "p99"), of(names[0], "p99"), 3),
      ]);
    const added = names.flatMap((name): Row[] => [
      { what: `p50, ${name} over the upstream's ${DELAY_MS} ms`, samples: of(name, "p50"), unit: "ms" },
      { what: `p99, ${name} over the upstream's ${DELAY_MS} ms`, samples: of(name, "p99"), unit: "ms" },
    ]);
    return { rows: [...rows, ...added] };
  },
};

function turnOf(load: Load | undefined, requests: number) {
  return async function turn(): Promise<Added> {
    const timesMs = (await load?.ask(requests))?.timesMs ?? [];
    return { p50: percentile(timesMs, 0.5) - DELAY_MS, p99: percentile(timesMs, 0.99) - DELAY_MS };
  };
}

function over(what: string, ours: readonly number[], theirs: readonly number[], atMost: number): Row {
  return { what, samples: differences(ours, theirs), unit: "ms", bound: { atMost } };
}
