// The texts for bars and runs.
import { writeExactly, writeMs } from "./axis.ts";
import type { Bar, Phase } from "./bar.ts";
import type { Lane } from "./lane.ts";

/** The phases, with their names in the legend. */
export const phaseWords: Readonly<Record<Phase, string>> = {
  running: "under way",
  queued: "queued for a slot",
  waiting: "waiting for headers",
  body: "reading the body",
  retry: "pause before another try",
};

/** The kinds of ends. Each has its own look. */
export type EndKind = "ok" | "failed" | "late" | "cancelled";

/** The names of ends in the legend. */
export const endWords: Readonly<Record<EndKind, string>> = {
  ok: "ok",
  failed: "failed",
  late: "out of time",
  cancelled: "cancelled",
};

const kinds: Readonly<Record<string, EndKind | undefined>> = {
  ok: "ok",
  cancelled: "cancelled",
  client_gone: "cancelled",
  stopped: "cancelled",
  timeout: "late",
  deadline: "late",
  not_attempted: "late",
};

/** Returns the kind of an end. */
export function endKind({ outcome }: { readonly outcome: string }): EndKind {
  return kinds[outcome] ?? "failed";
}

/** Describes a bar in one sentence: its outcome, then its numbers. `turn`: the reason why it starts after others. */
export function tellBar({ key, segments, end, hedge }: Bar, turn?: string): string {
  if (end === undefined) {
    const last = segments.findLast(({ toMs }) => toMs === undefined);
    const waits = turn === undefined ? "not started" : `not started: ${turn}`;
    return `${key}: ${last === undefined ? waits : phaseWords[last.phase]}`;
  }
  const { outcome, status, timing, atMs, message } = end;
  const why =
    outcome === "ok" || message === undefined ? "" : `. ${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  if (segments.length === 0) return `${key}: ${tellOutcome(outcome)}, never sent${why}`;
  if (timing === undefined) {
    const fromMs = segments[0]?.fromMs ?? 0;
    return `${key}: ${tellOutcome(outcome)}, from ${writeMs(fromMs)} to ${writeMs(atMs)}`;
  }
  const { queuedMs, ttfbMs, bodyMs, totalMs, attempts } = timing;
  const parts = [
    `${tellOutcome(outcome)}${status === undefined ? "" : ` (${status})`}`,
    `${writeExactly(totalMs)} ms`,
    ...(queuedMs >= 1 ? [`queued ${writeExactly(queuedMs)}`] : []),
    ...(ttfbMs === null ? [] : [`headers after ${writeExactly(ttfbMs)}`]),
    ...(bodyMs === null ? [] : [`body ${writeExactly(bodyMs)}`]),
    attempts === 0
      ? "never sent"
      : hedge !== undefined
        ? `sent ${attempts} times, one beside the other`
        : attempts === 1
          ? "sent once"
          : `sent ${attempts} times`,
  ];
  const started = turn === undefined ? "" : ` · started after ${writeMs(timing.startMs)}: ${turn}`;
  return `${key}: ${parts.join(" · ")}${started}${why}`;
}

/** Returns the text of an outcome. */
export function tellOutcome(outcome: string): string {
  return outcome.replaceAll("_", " ");
}

/** Describes the result of a run in one sentence. */
export function tellLane(lane: Lane): string {
  const { state, totalMs = 0, summary, fault, bars } = lane;
  const took = writeMs(totalMs);
  if (state === "stopped") return tellStopped(totalMs);
  const ends = bars.flatMap(({ end }) => (end === undefined || end.outcome === "unknown" ? [] : [endKind(end)]));
  const cancelled = ends.filter((kind) => kind === "cancelled").length;
  if (fault !== undefined && ends.length === 0) return `${fault.title.replace(/\.$/, "")}.`;
  if (fault !== undefined && cancelled > 0) return `Failed after ${took}; ${cancelled} cancelled at once.`;
  if (fault !== undefined) return `Failed after ${took}.`;
  const ok = lane.okCount;
  if (ok === bars.length) return `All ${ok} in ${took}.`;
  return `${ok} of ${bars.length} in ${took}${summary?.complete ? ", as many as needed" : ""}.`;
}

/** Describes a run that the user stopped. */
export function tellStopped(afterMs: number): string {
  return `Stopped after ${writeMs(afterMs)}: the Worker cancelled the rest.`;
}

/** Compares two runs of the same tasks. */
export function tellRatio(gatheredMs: number, inTurnMs: number): string {
  const ratio = inTurnMs / Math.max(gatheredMs, 1);
  return `Gathered, ${writeMs(gatheredMs)}. One after the other, ${writeMs(inTurnMs)}: ${ratio.toFixed(1)} times as long.`;
}
