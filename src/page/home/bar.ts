// One task as a bar: what it did from when to when, and how it ended. Pure: a step makes a new bar of the old one.
import type { Timing } from "../../upstream/call/timing.ts";
import type { Outcome } from "../../upstream/call/outcome.ts";
import type { Progress } from "../../upstream/call/progress.ts";

/** What a task is doing. `running`: all that is known is that it is under way. */
export type Phase = "running" | "queued" | "waiting" | "body" | "retry";

/** A stretch of one phase, in milliseconds since the request began. */
export interface Segment {
  readonly phase: Phase;
  readonly fromMs: number;
  /** Absent while it lasts. */
  readonly toMs?: number;
  /** 1 for the attempt that a hedge started beside the first. */
  readonly strand: 0 | 1;
  /** Whether its attempt was given up for the other one. */
  readonly lost?: boolean;
  /** Whether its attempt failed, and another follows. */
  readonly failed?: boolean;
}

/** How a task ended: as the Worker says; `stopped` when whoever watched left; `unknown` when the answer broke off before it said. */
export interface End {
  readonly outcome: Outcome | "stopped" | "unknown";
  readonly atMs: number;
  readonly status?: number;
  readonly message?: string;
  readonly timing?: Timing;
}

/** A task, as far as it has come. */
export interface Bar {
  readonly key: string;
  readonly segments: readonly Segment[];
  /** How many of its attempts were seen being sent. */
  readonly sent: number;
  /** The attempt that runs beside the first, where there is one. */
  readonly hedge?: number;
  readonly end?: End;
}

/** A task that has not begun. */
export function notBegun(key: string): Bar {
  return { key, segments: [], sent: 0 };
}

/** The task enters `phase`, and leaves the one before. */
export function entered(bar: Bar, phase: Phase, atMs: number, strand: 0 | 1 = 0): Bar {
  const { segments } = closed(bar, atMs, ({ strand: other }) => other === strand);
  return { ...bar, segments: [...segments, { phase, fromMs: atMs, strand }] };
}

/** The task takes a step that the Worker tells of. */
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

/** The task ends. Where its steps were not all seen, its timing says what it did. */
export function ended(bar: Bar, end: End): Bar {
  const { timing, atMs } = end;
  const seen = timing === undefined || (bar.sent > 0 && bar.sent === timing.attempts);
  const { segments } = seen ? closed(bar, atMs) : { segments: segmentsOf(timing) };
  return { ...bar, segments, end };
}

/** What a task did, from its timing alone: of several attempts only that they took their time is known; what was never sent was queued at most. */
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

/** Ends the segments that last, those that `which` picks. None ends before it began: clocks are read at different moments. */
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
