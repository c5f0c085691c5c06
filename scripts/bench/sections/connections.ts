// From one client to many: how much is served, and how long each of them waits.
import { type Measured, measureServers } from "../tools/measure-servers.ts";
import type { Chart } from "../tools/chart.ts";
import type { Row } from "../tools/row.ts";
import type { Section } from "../tools/section.ts";
import { median } from "../tools/statistics.ts";

const CONNECTIONS = [1, 4, 16, 64, 256];

/** As much of them as a quick run has time for. */
const FEWER = [1, 16, 256];

const names = ["declared upstream", "bare Worker"] as const;

type ByCount = ReadonlyMap<number, Record<(typeof names)[number], Measured>>;

/** The merged answer of ten upstreams, ours and the bare Worker's. */
export const connections: Section = {
  name: "connections",
  title: "Connections, ten upstreams",
  async measure({ serve, effort }) {
    const servers = {
      "declared upstream": { server: await serve("ours"), path: "/merged/declared" },
      "bare Worker": { server: await serve("bare"), path: "/merged" },
    };
    const measured = new Map<number, Record<(typeof names)[number], Measured>>();
    for (const count of effort.isFull ? CONNECTIONS : FEWER) {
      // A turn in which every connection asks at least twice.
      const requests = Math.max(effort.requests * 2, count * 2);
      const warmUp = measured.size === 0 ? effort.warmUp : count;
      measured.set(count, await measureServers(servers, { rounds: effort.longRounds, requests, warmUp }, count));
    }
    const rows = names.flatMap((name) =>
      [...measured].map(([count, of]): Row => ({
        what: `${name}, ${count} connections (p99 ${Math.round(median(of[name].p99Ms))} ms)`,
        samples: of[name].perSecond,
        unit: "requests/s",
      })),
    );
    return { rows, charts: chartsOf(measured) };
  },
};

function chartsOf(measured: ByCount): Chart[] {
  const xAxis = { type: "log", logBase: 4, name: "connections" };
  const series = (valueOf: (one: Measured) => readonly number[]) =>
    names.map((name) => ({
      type: "line",
      name,
      data: [...measured].map(([count, of]) => [count, Math.round(median(valueOf(of[name])))]),
    }));
  return [
    {
      name: "connections-throughput",
      title: "Ten upstreams: requests a second by connections",
      xAxis,
      yAxis: { type: "value", name: "requests/s" },
      series: series(({ perSecond }) => perSecond),
    },
    {
      name: "connections-latency",
      title: "Ten upstreams: 99th percentile by connections",
      xAxis,
      yAxis: { type: "log", name: "ms" },
      series: series(({ p99Ms }) => p99Ms),
    },
  ];
}
