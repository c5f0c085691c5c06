// Ten upstreams merged into one answer: by us, by a bare Worker, by Hono alone, by Node and by Python. All do the same work, and every
// answer is compared byte for byte.
import { load } from "../tools/load.ts";
import { pythonWithAiohttp } from "../tools/python-with-aiohttp.ts";
import { ratios } from "../tools/take-turns.ts";
import type { Bound, Row } from "../tools/row.ts";
import { requestsPerSecond } from "../tools/requests-per-second.ts";
import type { Section } from "../tools/section.ts";
import { startServer } from "../tools/start-server.ts";
import { median } from "../tools/statistics.ts";

const FETCH = "scope.fetch and gather";
const READ = "scope.read and gather";
const BARE = "bare Worker, Promise.all";
const HONO = "Hono alone, Promise.all";
const NODE = "Node http, Promise.all";
const PYTHON = "aiohttp, asyncio.gather";

/** Requests a second, and how ours compare. */
export const fanOut: Section = {
  title: "Fan-out, ten upstreams merged into one answer",
  async measure(stage) {
    const { origins, workerd, lean, effort } = stage;
    await using stack = new AsyncDisposableStack();
    const start = async (command: string, path: string): Promise<string> => {
      const { origin, stop } = await startServer(command, [path, lean]);
      stack.defer(stop);
      return `${origin}/merged`;
    };
    const python = pythonWithAiohttp();
    const urls = {
      [FETCH]: `${origins["fan-out"]}/merged/fetch`,
      [READ]: `${origins["fan-out"]}/merged/read`,
      [BARE]: `${origins.bare}/merged`,
      [HONO]: `${origins["hono-alone"]}/merged`,
      [NODE]: await start(process.execPath, "scripts/bench/servers/node-fan-out.ts"),
      ...(python !== undefined && { [PYTHON]: await start(python, "scripts/bench/servers/aiohttp_fan_out.py") }),
    };
    const { perSecond: samples, cpuMs } = await requestsPerSecond(urls, effort, workerd);
    const row = (ours: string, theirs: string, bound?: Bound): Row => ({
      what: `${ours} ÷ ${theirs}`,
      samples: ratios(samples[ours] ?? [], samples[theirs] ?? []),
      ...(bound && { bound }),
      ...(python === undefined && theirs === PYTHON && { note: "no python3 that can import aiohttp" }),
    });
    const rows: Row[] = [FETCH, READ].flatMap((ours) => [
      row(ours, BARE, { atLeast: 0.9 }),
      row(ours, HONO),
      row(ours, NODE, { atLeast: 1.3 }),
      row(ours, PYTHON, { atLeast: 1.5 }),
    ]);
    rows.push(row(BARE, NODE), row(BARE, PYTHON));
    for (const ours of [FETCH, READ]) {
      const cpu = ratios(cpuMs[ours] ?? [], cpuMs[BARE] ?? []);
      rows.push({ what: `${ours} ÷ ${BARE}, CPU time a request`, samples: cpu.filter(Number.isFinite) });
    }
    for (const [what, perSecond] of Object.entries(samples))
      rows.push({ what, samples: perSecond, unit: "requests/s" });
    const alone = await load({ url: `${lean}/part0`, connections: 64, seconds: effort.loadSeconds });
    rows.push({
      what: "the upstream, asked by itself",
      samples: [alone.perSecond / 10],
      unit: "requests/s",
      note: "ten answers counted as one request: what nobody can be faster than",
    });
    const chart = {
      name: "fan-out",
      title: "Ten upstreams merged into one answer: requests a second",
      xAxis: { type: "value" },
      yAxis: { type: "category", data: Object.keys(samples).toReversed() },
      series: [{ type: "bar", data: Object.values(samples).map(median).map(Math.round).toReversed() }],
    };
    return { rows, charts: [chart] };
  },
};
