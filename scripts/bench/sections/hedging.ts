// "The Tail at Scale" (Dean and Barroso, 2013): one answer in a hundred takes far longer, and a request to ten
// upstreams meets it one time in ten. A second attempt for the late call cuts that off, for a few more calls.
import * as z from "zod";
import { postGather } from "../tools/post-gather.ts";
import { ratios } from "../tools/take-turns.ts";
import type { Section } from "../tools/section.ts";
import type { Stage } from "../tools/stage.ts";
import { percentile } from "../tools/statistics.ts";

const UPSTREAMS = 10;

/** Fan-outs under way at a time. */
const AT_A_TIME = 4;

/** One answer in a hundred takes a second more; the others 20 to 30 ms. */
const RECIPE = "delayMs=20&jitterMs=10&slowEvery=100&slowMs=1000";

/** Past what the others take, so that hardly any of them is hedged. */
const HEDGE_MS = 60;

const Seen = z.looseObject({ requests: z.number() });

interface Round {
  readonly timesMs: readonly number[];
  /** Requests that the upstream counted. */
  readonly calls: number;
}

/** `POST /gather` with ten upstreams, with `hedgeMs` and without. */
export const hedging: Section = {
  name: "hedging",
  title: `Hedging after ${HEDGE_MS} ms, 1 in 100 answers a second late, ten upstreams`,
  async measure(stage) {
    const { origin } = await stage.serveBuilt();
    const { longRounds } = stage.effort;
    const plain: Round[] = [];
    const hedged: Round[] = [];
    for (let round = 0; round < longRounds; round++) {
      plain.push(await measureRound(stage, origin, {}));
      hedged.push(await measureRound(stage, origin, { hedgeMs: HEDGE_MS }));
    }
    const at = (taken: readonly Round[], share: number): number[] =>
      taken.map(({ timesMs }) => percentile(timesMs, share));
    const extra = hedged.map(({ timesMs, calls }) => 100 * (calls / (timesMs.length * UPSTREAMS) - 1));
    const rows = [
      { what: "p99 with ÷ without", samples: ratios(at(hedged, 0.99), at(plain, 0.99)), bound: { atMost: 0.15 } },
      { what: "extra calls", samples: extra, unit: "%", bound: { atMost: 2 } },
      { what: "p50 without", samples: at(plain, 0.5), unit: "ms" },
      { what: "p50 with", samples: at(hedged, 0.5), unit: "ms" },
      { what: "p99 without", samples: at(plain, 0.99), unit: "ms" },
      { what: "p99 with", samples: at(hedged, 0.99), unit: "ms" },
    ];
    const curve = (taken: readonly Round[]): number[][] => {
      const all = taken.flatMap(({ timesMs }) => timesMs);
      return [10, 25, 50, 75, 80, 85, 88, 90, 92, 94, 96, 98, 99].map((p) => [p, Math.round(percentile(all, p / 100))]);
    };
    const chart = {
      name: "hedging",
      title: "1 in 100 answers a second late: time of a ten-way fan-out",
      xAxis: { type: "value", name: "percentile" },
      yAxis: { type: "value", name: "ms" },
      series: [
        { type: "line", name: "without", data: curve(plain) },
        { type: "line", name: `hedged after ${HEDGE_MS} ms`, data: curve(hedged) },
      ],
    };
    return { rows, charts: [chart] };
  },
};

async function measureRound(
  { upstreams, effort }: Stage,
  origin: string,
  init: { readonly hedgeMs?: number },
): Promise<Round> {
  const key = crypto.randomUUID();
  const request = { url: `${upstreams}/fault?key=${key}&${RECIPE}`, ...init };
  const requests = Array.from({ length: UPSTREAMS }, () => request);
  const timesMs: number[] = [];
  async function ask(): Promise<void> {
    for (let call = 0; call < effort.calls / AT_A_TIME; call++) {
      const startedAt = performance.now();
      await (await postGather(origin, { requests })).arrayBuffer();
      timesMs.push(performance.now() - startedAt);
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, ask));
  const seen = Seen.parse(await (await fetch(`${upstreams}/seen?key=${key}`)).json());
  return { timesMs, calls: seen.requests };
}
