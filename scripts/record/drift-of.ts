// A recording against what the upstreams answer now.
import { type CallDrift, compareCalls } from "./compare-calls.ts";
import type { RecordedCall, Recording } from "./recording.ts";
import { sameRequest } from "./same-request.ts";
import type { LeftCall, Take } from "./take-recording.ts";

/** How one call, or the verdict on one part, drifted. */
export interface DriftLine extends Omit<CallDrift, "kind"> {
  /** `unreachable`: no answer could be compared. */
  readonly kind: CallDrift["kind"] | "unreachable";
  readonly what: string;
}

/** The exit code if something could not be compared, whatever the reason. */
export const NOT_COMPARED = 3;

/** 1 for a changed shape, else 3 for an upstream that could not be compared, else 0. */
export function exitCodeOf(kinds: ReadonlySet<DriftLine["kind"]>): number {
  if (kinds.has("shape")) return 1;
  return kinds.has("failing") || kinds.has("unreachable") ? NOT_COMPARED : 0;
}

/** Compares every recorded call with the one that replaced it, and every part's verdict. */
export function driftOf(before: Recording, { recording: now, left }: Pick<Take, "recording" | "left">): DriftLine[] {
  const open = [...now.calls];
  const failed = [...left];
  const lines = before.calls.map((call): DriftLine => {
    const what = `${call.variable} ${call.request.method} ${call.request.path}`;
    const match = takeNearest(open, call);
    if (match !== undefined) return { what, ...compareCalls(call, match) };
    const failure = takeFailure(failed, call);
    if (failure !== undefined) return { what, kind: "unreachable", details: [`${failure.failure}: ${failure.why}`] };
    return { what, kind: "unreachable", details: ["the Worker did not ask it this time"] };
  });
  return [...lines, ...verdicts(before, now)];
}

/** Takes off the list the call that asks the same; else one with the same path; else one of the same upstream. */
function takeNearest(open: RecordedCall[], { variable, request }: RecordedCall): RecordedCall | undefined {
  const ofUpstream = (call: RecordedCall): boolean =>
    call.variable === variable && call.request.method === request.method;
  const rules = [
    (call: RecordedCall) => ofUpstream(call) && sameRequest(request, call.request),
    (call: RecordedCall) => ofUpstream(call) && call.request.path === request.path,
    ofUpstream,
  ];
  const found = rules.map((rule) => open.findIndex(rule)).find((index) => index >= 0);
  return found === undefined ? undefined : open.splice(found, 1)[0];
}

function takeFailure(failed: LeftCall[], { variable, request }: RecordedCall): LeftCall | undefined {
  const found = failed.findIndex((call) => call.variable === variable && call.method === request.method);
  return found < 0 ? undefined : failed.splice(found, 1)[0];
}

/** A part whose schema refuses now what it took before, or the other way round. */
function verdicts(before: Recording, now: Recording): DriftLine[] {
  return Object.entries(now.outcomes).flatMap(([part, outcome]): DriftLine[] => {
    const recorded = before.outcomes[part];
    if (recorded === undefined || recorded === outcome || ![recorded, outcome].includes("invalid")) return [];
    return [{ what: `part ${part}`, kind: "shape", details: [`outcome: ${recorded}, now ${outcome}`] }];
  });
}
