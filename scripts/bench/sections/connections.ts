// From one client to many: how much is served, and how long each of them waits.
import { type Served, load } from "../tools/load.ts";
import { takeTurns } from "../tools/take-turns.ts";
import type { Row } from "../tools/row.ts";
import type { Section } from "../tools/section.ts";
import { median } from "../tools/statistics.ts";

const CONNECTIONS = [1, 4, 16, 64, 256];

/** The merged answer of ten upstreams, ours and the bare Worker's. */
export const connections: Section = {
  title: "Connections, ten upstreams",
  async measure({ origins, effort }) {
    const urls = { "scope.read": `${origins["fan-out"]}/merged/read`, bare: `${origins.bare}/merged` };
    const seconds = Math.max(1, effort.loadSeconds / 2);
    const served: Record<string, Served[]> = {};
    const measures = Object.fromEntries(
      Object.entries(urls).flatMap(([name, url]) =>
        CONNECTIONS.map((count) => {
          const what = `${name}, ${count} connections`;
          return [
            what,
            async function asked() {
              const came = await load({ url, connections: count, seconds });
              (served[what] ??= []).push(came);
              return came.perSecond;
            },
          ];
        }),
      ),
    );
    const perSecond = await takeTurns(Math.floor(effort.rounds / 2), measures);
    const p99 = (what: string): number => median((served[what] ?? []).map(({ p99Ms }) => p99Ms));
    const rows = Object.entries(perSecond).map(([what, samples]): Row => ({
      what: `${what} (p99 ${p99(what)} ms)`,
      samples,
      unit: "requests/s",
    }));
    const line = (name: string, valueOf: (what: string) => number) =>
      CONNECTIONS.map((count) => [count, Math.round(valueOf(`${name}, ${count} connections`))]);
    const names = Object.keys(urls);
    const xAxis = { type: "log", logBase: 4, name: "connections" };
    return {
      rows,
      charts: [
        {
          name: "connections-throughput",
          title: "Ten upstreams: requests a second by connections",
          xAxis,
          yAxis: { type: "value", name: "requests/s" },
          series: names.map((name) => ({
            type: "line",
            name,
            data: line(name, (what) => median(perSecond[what] ?? [])),
          })),
        },
        {
          name: "connections-latency",
          title: "Ten upstreams: 99th percentile by connections",
          xAxis,
          yAxis: { type: "log", name: "ms" },
          series: names.map((name) => ({ type: "line", name, data: line(name, p99) })),
        },
      ],
    };
  },
};
