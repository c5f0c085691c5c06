// Lists the features that a project can do without.
import type { Feature } from "./feature.ts";
import { bench } from "./features/bench.ts";
import { examples } from "./features/examples.ts";
import { jobs } from "./features/jobs.ts";
import { page } from "./features/page.ts";
import { probe } from "./features/probe.ts";
import { transforms } from "./features/transforms.ts";

export const features: readonly Feature[] = [examples, page, probe, transforms, jobs, bench];

/** The features that go with `--bare`. */
export const bareWithout: readonly string[] = ["examples", "page", "bench"];

/** Adds the features that need one of `names`. */
export function withDependents(names: ReadonlySet<string>): ReadonlySet<string> {
  const dependents = features.filter(
    ({ name, needs = [] }) => !names.has(name) && needs.some((need) => names.has(need)),
  );
  return dependents.length === 0 ? names : withDependents(new Set([...names, ...dependents.map(({ name }) => name)]));
}
