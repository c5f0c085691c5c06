// A rehearsal as an assertion, for an endpoint's own test. It runs in Node, around the built Worker.
import { buildWorker } from "../build-worker.ts";
import type { Rehearsal, RehearseOptions } from "./rehearsal.ts";
import { rehearse } from "./rehearse.ts";
import { isHonest, summaryOf } from "./summary.ts";

/** Options of the rehearsal; see `RehearseOptions`. */
export interface HonestOptions extends Omit<RehearseOptions, "bundle" | "request" | "watch"> {
  /** @default "GET" */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Bundles by entry, so that a file with several tests builds its Worker once. */
const bundles = new Map<string, string>();

/**
 * Rehearses an endpoint, and resolves to the rehearsal if it kept every rule.
 *
 * ```ts
 * test("is honest whatever its upstreams do", () => expectHonest("src/index.ts", "/briefing/tech"), 60_000);
 * ```
 *
 * `app` is the entry of a Worker (`.ts`), which is built, or a bundle that is built already (`.js`).
 *
 * @throws `Error` with the summary and every breach; `RehearsalError` for an endpoint that cannot be rehearsed.
 */
export async function expectHonest(app: string, path: string, options: HonestOptions = {}): Promise<Rehearsal> {
  const { method = "GET", headers = {}, body, ...rest } = options;
  const rehearsal = await rehearse({ ...rest, bundle: bundleOf(app), request: { method, path, headers, body } });
  if (!isHonest(rehearsal)) throw new Error(summaryOf(rehearsal).join("\n").trim());
  return rehearsal;
}

function bundleOf(app: string): string {
  if (!app.endsWith(".ts")) return app;
  const bundle = bundles.get(app) ?? buildWorker(`dist/rehearse/${app.replaceAll(/[^\w]+/g, "-")}`, app);
  bundles.set(app, bundle);
  return bundle;
}
