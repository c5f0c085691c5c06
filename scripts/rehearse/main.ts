// `npm run rehearse -- /path`: shows how the endpoint answers when its upstreams fail. Exits with 1 if it breaks a
// rule, and with 2 if it cannot be rehearsed.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { buildWorker } from "../build-worker.ts";
import { gridPage } from "./page/grid-page.ts";
import { deliveries, type Delivery } from "./reading.ts";
import { readOptions } from "./options.ts";
import type { Watcher } from "./rehearsal.ts";
import { rehearse } from "./rehearse.ts";
import { RehearsalError } from "./rehearsal-error.ts";
import { reportOf } from "./report.ts";
import { isHonest, summaryOf } from "./summary.ts";
import { screenOf } from "./screen.ts";
import { Table } from "./table.ts";

/** The folder in which the command builds the Worker. */
const OUT_DIR = "dist/rehearse";

try {
  const { entry, json, html, ...options } = readOptions(process.argv.slice(2));
  if (!json) console.log(`Building ${entry}, then ${options.request.method} ${options.request.path} …\n`);
  const bundle = buildWorker(OUT_DIR, entry);
  const rehearsal = await rehearse({ ...options, bundle, ...(!json && { watch: printer(options.deliveries) }) });
  if (html !== undefined) {
    mkdirSync(dirname(html), { recursive: true });
    writeFileSync(html, gridPage(rehearsal));
  }
  if (json) console.log(JSON.stringify(reportOf(rehearsal), undefined, 2));
  else screenOf(process.stdout).line(summaryOf(rehearsal).join("\n"));
  process.exitCode = isHonest(rehearsal) ? 0 : 1;
} catch (error) {
  if (!(error instanceof RehearsalError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

/** Prints the table as it goes. */
function printer(wanted = Object.keys(deliveries) as readonly Delivery[]): Watcher {
  let table: Table | undefined;
  return {
    planned(cases) {
      table = new Table(cases, wanted, screenOf(process.stdout));
    },
    ran: (judged) => table?.add(judged),
  };
}
