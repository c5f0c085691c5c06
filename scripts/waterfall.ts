// A fan-out's timings as text: a row per call, from left to right as time passed.
import type { Timing } from "../src/upstream/call/timing.ts";

/** A call as the picture needs it. */
export interface WaterfallRow {
  readonly name: string;
  readonly outcome: string;
  readonly timing: Timing;
}

/** Characters that the whole time takes. */
const WIDTH = 60;

/** Draws `rows`: `.` is queued, `-` waiting for headers, retries and the waits between them included, `=` reading the body. */
export function waterfall(rows: readonly WaterfallRow[]): string {
  const endMs = Math.max(1, ...rows.map(({ timing }) => timing.startMs + timing.totalMs));
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const column = (ms: number): number => Math.round((ms / endMs) * WIDTH);
  const drawn = rows.map(({ name, outcome, timing }) => {
    const { startMs, queuedMs, totalMs, bodyMs } = timing;
    const endsAt = startMs + totalMs;
    const stops = [startMs, startMs + queuedMs, endsAt - (bodyMs ?? 0), endsAt].map(column);
    const [start = 0, sent = 0, headers = 0, end = 0] = stops;
    const bar =
      " ".repeat(start) +
      ".".repeat(sent - start) +
      "-".repeat(headers - sent) +
      "=".repeat(Math.max(0, end - headers));
    return `  ${name.padEnd(nameWidth)}  |${bar.padEnd(WIDTH)}|  ${String(Math.round(totalMs)).padStart(5)} ms  ${outcome}`;
  });
  const axis = `  ${"".padEnd(nameWidth)}  0${`${Math.round(endMs)} ms`.padStart(WIDTH + 1)}   . queued  - headers  = body`;
  return [...drawn, axis].join("\n");
}
