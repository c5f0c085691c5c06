// `npm run test:init`: tests every project that `npm run init` can make. It takes an hour on two cores.
import { parseArgs } from "node:util";
import { bareWithout, features, withDependents } from "./features.ts";
import { selections } from "./try/selections.ts";
import { type Depth, trySelection } from "./try/try-selection.ts";

const { values } = parseArgs({ options: { types: { type: "boolean" }, everything: { type: "boolean" } } });
const both = values.types !== true && values.everything !== true;

/** Nothing; the features of `--bare`; each feature; all features. */
const thorough = [
  [],
  bareWithout,
  ...features.map(({ name }) => [...withDependents(new Set([name]))]),
  features.map(({ name }) => name),
];

let failed = 0;
if (both || values.types === true) for (const removed of selections()) await tell(removed, "types");
if (both || values.everything === true) for (const removed of thorough) await tell(removed, "everything");
console.log(failed === 0 ? "All is well." : `${failed} failed.`);
process.exitCode = failed === 0 ? 0 : 1;

async function tell(removed: readonly string[], depth: Depth): Promise<void> {
  const startedAt = performance.now();
  const faults = await trySelection(removed, depth);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const what = removed.length === 0 ? "with every feature" : `without ${removed.join(", ")}`;
  console.log(`${faults.length === 0 ? "ok    " : "FAILED"} ${depth}, ${what} (${seconds} s)`);
  for (const fault of faults) console.log(fault.replaceAll(/^/gm, "       "));
  if (faults.length > 0) failed += 1;
}
