// The two pictures of the fan-out: what each contestant serves, and what it costs.
import type { Chart } from "./chart.ts";
import type { Measured } from "./measure-servers.ts";
import { median } from "./statistics.ts";

/** A bar for each contestant that was run. */
export function fanOutChart(measured: readonly (readonly [string, Measured | undefined])[]): Chart[] {
  const bars = measured.flatMap(([name, one]) => (one === undefined ? [] : [[name, one] as const])).toReversed();
  const chart = (name: string, title: string, valueOf: (one: Measured) => number): Chart => ({
    name,
    title: `Ten upstreams merged into one answer: ${title}`,
    xAxis: { type: "value" },
    yAxis: { type: "category", data: bars.map(([contestant]) => contestant) },
    series: [{ type: "bar", data: bars.map(([, one]) => valueOf(one)) }],
  });
  return [
    chart("fan-out", "requests a second", ({ perSecond }) => Math.round(median(perSecond))),
    chart("fan-out-cpu", "milliseconds of CPU time a request", ({ cpuMs }) => Number(median(cpuMs).toPrecision(3))),
  ];
}
