// A rehearsal as plain data, for `--json`.
import { sentOf } from "./observation.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { Judged } from "./run-lane.ts";
import { isHonest } from "./summary.ts";

/** The document that `--json` prints. */
export function reportOf(rehearsal: Rehearsal) {
  const { endpoint, deadlineMs, upstreams, parts, judged, price, errors, seconds } = rehearsal;
  return {
    endpoint,
    honest: isHonest(rehearsal),
    deadlineMs,
    upstreams: upstreams.map(({ name, calls }) => ({ name, calls })),
    parts,
    price,
    cleared: rehearsal.cleared,
    pairsLeftOut: rehearsal.pairsLeftOut,
    seconds,
    errors,
    cases: judged.map((one) => caseOf(one, upstreams)),
  };
}

function caseOf({ seen, breaches }: Judged, upstreams: Rehearsal["upstreams"]) {
  const { case: of, reading, ms, error, requests, leftOpen } = seen;
  return {
    upstreams: of.upstreams.map(({ name }) => name),
    fault: of.fault,
    delivery: of.delivery,
    status: reading?.status,
    complete: reading?.complete,
    parts: reading?.parts ?? {},
    detail: reading?.problem?.detail ?? error,
    ms,
    sent: sentOf(seen),
    requests: Object.fromEntries(upstreams.map(({ name, key }) => [name, requests[key] ?? 0])),
    leftOpen,
    breaches,
  };
}
