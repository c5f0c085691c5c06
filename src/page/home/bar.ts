// One task as a bar: its phases in time, and its end. Pure functions: each step returns a new bar.
import type { Timing } from "../../upstream/call/timing.ts";
import type { Outcome } from "../../upstream/call/outcome.ts";
import type { Progress } from "../../upstream/call/progress.ts";

/** The phase of a task. `running`: the task has started, and nothing else is known. */
export type Phase = "running" | "queued" | "waiting" | "body" | "retry";

/** A part of the bar in one phase, in milliseconds since the start of the request. */
export interface Segment {
  readonly phase: Phase;
  readonly fromMs: number;
  /** Absent until the phase ends. */
  readonly toMs?: number;
  /** 1 for the second attempt of a hedge. */
  readonly strand: 0 | 1;
  /** True if the other attempt won. */
  readonly lost?: boolean;
  /** True if the attempt failed and another one follows. */
  readonly failed?: boolean;
}

/** The end of a task. `stopped`: the user stopped the run. `unknown`: the answer broke off before the end. */
export interface End {
  readonly outcome: Outcome | "stopped" | "unknown";
  readonly atMs: number;
  readonly status?: number;
  readonly message?: string;
  readonly timing?: Timing;
}

/** The state of a task. */
export interface Bar {
  readonly key: string;
  readonly segments: readonly Segment[];
  /** The number of attempts that were seen. */
  readonly sent: number;
  /** The number of the hedge attempt, if there is one. */
  readonly hedge?: number;
  readonly end?: End;
}

/** Returns a task that has not started. */
export function notBegun(key: string): Bar {
  return { key, segments: [], sent: 0 };
}

/** Ends the current phase and starts `phase`. */
export function entered(bar: Bar, phase: Phase, atMs: number, strand: 0 | 1 = 0): Bar {
  const { segments } = closed(bar, atMs, ({ strand: other }) => other === strand);
  return { ...bar, segments: [...segments, { phase, fromMs: atMs, strand }] };
}

/** Applies a progress step of the Worker. */
export function stepped(bar: Bar, { phase, attempt, atMs }: Progress): Bar {
  const strand = attempt === bar.hedge ? 1 : 0;
  switch (phase) {
    case "queued":
      return entered(bar, "queued", atMs);
    case "hedge":
      return { ...bar, hedge: attempt };
    case "sent":
      return { ...entered(bar, "waiting", atMs, strand), sent: bar.sent + 1 };
    case "headers": {
      const alone = closed(bar, atMs, (segment) => segment.strand !== strand, { lost: true });
      return entered(alone, "body", atMs, strand);
    }
    case "retry":
      return entered(
        closed(bar, atMs, () => true, { failed: true }),
        "retry",
        atMs,
      );
    default:
      return phase satisfies never;
  }
}

/** Ends the task. If some steps were not seen, its phases come from its timing. */
export function ended(bar: Bar, end: End): Bar {
  const { timing, atMs } = end;
  const seen = timing === undefined || (bar.sent > 0 && bar.sent === timing.attempts);
  const { segments } = seen ? closed(bar, atMs) : { segments: segmentsOf(timing) };
  return { ...bar, segments, end };
}

/** Returns the phases from the timing alone. Several attempts become one. A call that was not sent was only queued. */
function segmentsOf({ startMs, queuedMs, bodyMs, totalMs, attempts }: Timing): Segment[] {
  const sentMs = startMs + queuedMs;
  const endMs = startMs + totalMs;
  const headersMs = endMs - (bodyMs ?? 0);
  const all: Segment[] = [
    { phase: "queued", fromMs: startMs, toMs: sentMs, strand: 0 },
    { phase: "waiting", fromMs: sentMs, toMs: headersMs, strand: 0 },
    { phase: "body", fromMs: headersMs, toMs: endMs, strand: 0 },
  ];
  return all.slice(0, attempts === 0 ? 1 : 3).filter(({ fromMs, toMs = fromMs }) => toMs > fromMs);
}

/** Ends the open segments that `which` selects. No segment ends before it starts, although the clocks differ. */
function closed(
  bar: Bar,
  atMs: number,
  which: (segment: Segment) => boolean = () => true,
  more: Partial<Segment> = {},
): Bar {
  const segments = bar.segments.map((segment): Segment => {
    if (segment.toMs !== undefined || !which(segment)) return segment;
    return { ...segment, ...more, toMs: Math.max(segment.fromMs, atMs) };
  });
  return { ...bar, segments };
}
