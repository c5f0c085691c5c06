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
import { size } from "./sections/size.ts";
import { inMiniflare } from "./sections/in-miniflare.ts";
import { slots } from "./sections/slots.ts";
import { drawn } from "./tools/chart.ts";
import { full, quick } from "./tools/effort.ts";
import { verdictOf, type Verdict } from "./tools/row.ts";
import type { Section } from "./tools/section.ts";
import { onStage } from "./tools/stage.ts";
import { rowJson, sectionText } from "./tools/table.ts";

const CHARTS = "scripts/bench/charts";

const sections: readonly Section[] = [
  article,
  helpers,
  fanOut,
  inMiniflare,
  slots,
  hedging,
  firstResult,
  size,
  growth,
  connections,
];

/** What the command line may ask for. */
interface Asked {
  readonly quick?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly charts?: boolean | undefined;
}

/** Measures everything once and prints it. */
export async function bench(asked: Asked): Promise<void> {
  const startedAt = performance.now();
  const verdicts: Verdict[] = [];
  const rowsJson: Record<string, unknown>[] = [];
  const machine = `Node ${process.versions.node} on ${process.platform}, ${cpus().length} x ${cpus()[0]?.model ?? "?"}`;
  const print = asked.json ? () => undefined : console.log;
  print(`${machine}\nmedian, min .. max (rounds), bound, verdict; what has no unit is a ratio within one round\n`);

  await onStage(asked.quick ? quick : full, async function measureAll(stage) {
    for (const { title, measure } of sections) {
      console.error(`measuring: ${title} ...`);
      const { rows, charts = [] } = await measure(stage);
      print(sectionText(title, rows));
      verdicts.push(...rows.map(verdictOf));
      rowsJson.push(...rows.map((row) => rowJson(title, row)));
      if (!asked.charts) continue;
      mkdirSync(CHARTS, { recursive: true });
      for (const chart of charts) writeFileSync(`${CHARTS}/${chart.name}.svg`, drawn(chart));
    }
  });

  const tookS = Math.round((performance.now() - startedAt) / 1000);
  const count = (wanted: Verdict): number => verdicts.filter((verdict) => verdict === wanted).length;
  print(`${count("holds")} hold, ${count("falls short")} fall short, ${count("not run")} not run; took ${tookS} s`);
  if (asked.json) console.log(JSON.stringify({ machine, tookS, rows: rowsJson }, null, 2));
}
