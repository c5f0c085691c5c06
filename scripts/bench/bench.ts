// Section by section: measure, print, go on.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { article } from "./sections/article.ts";
import { connections } from "./sections/connections.ts";
import { fanOut } from "./sections/fan-out.ts";
import { firstResult } from "./sections/first-result.ts";
import { growth } from "./sections/growth.ts";
import { hedging } from "./sections/hedging.ts";
import { helpers } from "./sections/helpers.ts";
import { inMiniflare } from "./sections/in-miniflare.ts";
import { jobs, largeJobs } from "./sections/jobs.ts";
import { largeJson } from "./sections/large-json.ts";
import { largeStream } from "./sections/large-stream.ts";
import { latency } from "./sections/latency.ts";
import { memory } from "./sections/memory.ts";
import { promisesKept } from "./sections/promises.ts";
import { size } from "./sections/size.ts";
import { slots } from "./sections/slots.ts";
import { drawn } from "./tools/chart.ts";
import { full, quick } from "./tools/effort.ts";
import { type Row, verdictOf, type Verdict } from "./tools/row.ts";
import type { Section } from "./tools/section.ts";
import { onStage } from "./tools/stage.ts";
import { rowJson, sectionText } from "./tools/table.ts";

const CHARTS = "scripts/bench/charts";

const sections: readonly Section[] = [
  article,
  helpers,
  promisesKept,
  fanOut,
  inMiniflare,
  latency,
  slots,
  hedging,
  firstResult,
  largeJson,
  largeStream,
  memory,
  jobs,
  largeJobs,
  size,
  growth,
  connections,
];

/** The options of the command line. */
export interface Asked {
  readonly quick?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly charts?: boolean | undefined;
  /** Names of sections. */
  readonly only?: readonly string[] | undefined;
}

/** Measures each section once and prints it. @throws `RangeError` for a section that does not exist. */
export async function bench({ quick: isQuick, json, charts: drawsCharts, only }: Asked): Promise<void> {
  const startedAt = performance.now();
  const results: { readonly title: string; readonly row: Row }[] = [];
  const machine = `Node ${process.versions.node} on ${process.platform}, ${cpus().length} x ${cpus()[0]?.model ?? "?"}`;
  const print = json ? () => undefined : console.log;
  print(`${machine}\nvalue, min .. max (rounds), bound, verdict; values without a unit are ratios\n`);

  for (const { title, measure } of chosen(only)) {
    console.error(`measuring: ${title} ...`);
    const { rows, charts = [] } = await onStage(isQuick ? quick : full, measure);
    print(sectionText(title, rows));
    results.push(...rows.map((row) => ({ title, row })));
    if (!drawsCharts) continue;
    mkdirSync(CHARTS, { recursive: true });
    for (const chart of charts) writeFileSync(`${CHARTS}/${chart.name}.svg`, drawn(chart));
  }

  const tookS = Math.round((performance.now() - startedAt) / 1000);
  const count = (wanted: Verdict): number => results.filter(({ row }) => verdictOf(row) === wanted).length;
  print(`${count("holds")} hold, ${count("falls short")} fall short, ${count("not run")} not run; took ${tookS} s`);
  const rows = results.map(({ title, row }) => rowJson(title, row));
  if (json) console.log(JSON.stringify({ machine, tookS, rows }, null, 2));
}

function chosen(only: readonly string[] | undefined): readonly Section[] {
  if (only === undefined) return sections.filter(({ onRequest }) => onRequest !== true);
  const names = sections.map(({ name }) => name);
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new RangeError(`no section "${unknown}"; sections: ${names.join(", ")}`);
  return sections.filter(({ name }) => only.includes(name));
}
