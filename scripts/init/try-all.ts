// `npm run test:init`: tests every project that `npm run init` can make. It takes an hour on two cores.
import { parseArgs } from "node:util";
import { bareWithout, features, withDependents } from "./features.ts";
import { selections } from "./try/selections.ts";
import { type Depth, trySelection } from "./try/try-selection.ts";
import { oldVersions, tryUpdate } from "./try/try-update.ts";

const { values } = parseArgs({
  options: { types: { type: "boolean" }, everything: { type: "boolean" }, updates: { type: "boolean" } },
});
const all = Object.keys(values).length === 0;
let failed = 0;

if (all || values.types === true) for (const removed of selections()) await trial(removed, "types");
if (all || values.everything === true) for (const removed of thorough()) await trial(removed, "everything");
if (all || values.updates === true)
  for (const commit of oldVersions())
    for (const options of [[], ["--bare"]])
      await tell(`update from ${commit.slice(0, 9)} ${options.join(" ")}`, () => tryUpdate(commit, options));
console.log(failed === 0 ? "All is well." : `${failed} failed.`);
process.exitCode = failed === 0 ? 0 : 1;

/** Nothing; the features of `--bare`; each feature; all features. */
function thorough(): readonly (readonly string[])[] {
  const names = features.map(({ name }) => name);
  return [[], bareWithout, ...names.map((name) => [...withDependents(new Set([name]))]), names];
}

function trial(removed: readonly string[], depth: Depth): Promise<void> {
  const what = removed.length === 0 ? "with every feature" : `without ${removed.join(", ")}`;
  return tell(`${depth}, ${what}`, () => trySelection(removed, depth));
}

async function tell(what: string, attempt: () => readonly string[] | Promise<readonly string[]>): Promise<void> {
  const startedAt = performance.now();
  const faults = await attempt();
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  console.log(`${faults.length === 0 ? "ok    " : "FAILED"} ${what} (${seconds} s)`);
  for (const fault of faults) console.log(fault.replaceAll(/^/gm, "       "));
  if (faults.length > 0) failed += 1;
}
