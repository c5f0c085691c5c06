// The job preset as the body of `POST /jobs`.
import type { About } from "../about.ts";
import type { Choice } from "../choice.ts";
import { numberIn, type PageRequest } from "../planned-run.ts";

/** Requests of the job. The text of the preset has the same number. */
export const JOB_REQUESTS = 2_000;

/** Every 40th request gets 404. Every 10th is flaky: the first `FAIL_FIRST` of these get 503, and are sent again. */
const MISSING_EVERY = 40;
const FLAKY_EVERY = 10;
const FAIL_FIRST = 100;

/** Returns the upload. `salt` separates the counts of the local upstreams from those of other jobs. */
export function planJob({ delayMs }: Choice, { localUpstreams = "" }: About, salt: string): PageRequest {
  const line = (recipe: Readonly<Record<string, string>>): string => {
    const query = new URLSearchParams({ delayMs: String(numberIn(delayMs) ?? 0), ...recipe });
    return JSON.stringify({ url: `${localUpstreams}/fault?${query.toString()}` });
  };
  const plain = line({});
  const missing = line({ status: "404" });
  const flaky = line({ key: salt, failFirst: String(FAIL_FIRST) });
  const lines = Array.from({ length: JOB_REQUESTS }, (_, index) => {
    if (index % MISSING_EVERY === 1) return missing;
    return index % FLAKY_EVERY === 2 ? flaky : plain;
  });
  return {
    method: "POST",
    path: "/jobs",
    headers: { "Content-Type": "application/x-ndjson" },
    body: lines.join("\n"),
    keyed: true,
  };
}
