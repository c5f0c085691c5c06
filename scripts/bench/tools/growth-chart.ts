// The picture of how cost grows with the work.
import type { Grown } from "../sections/growth.ts";
import type { Chart } from "./chart.ts";
import { median } from "./statistics.ts";

/** A line for each series, both axes logarithmic. */
export function growthChart(grown: readonly Grown[]): Chart {
  return {
    name: "growth",
    title: "CPU time by the number of tasks, both axes by powers of ten",
    xAxis: { type: "log", name: "tasks, or upstreams" },
    yAxis: { type: "log", name: "ms" },
    series: grown.map(({ what, samples }) => ({
      type: "line",
      name: what.replace("ready tasks, ", ""),
      data: Object.entries(samples).map(([count, taken]) => [Number(count), Number(median(taken).toPrecision(3))]),
    })),
  };
}
