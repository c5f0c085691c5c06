// Turns the lines of an answer into changes of the bars.
import { EventParser } from "../../streams/event-parser.ts";
import { problemFault } from "./fault.ts";
import { happeningOf } from "./happening.ts";
import { isRecord, parsed } from "./json.ts";
import type { Lane } from "./lane.ts";
import { CITY_PARTS } from "./plan-run.ts";
import type { Preset } from "./presets.ts";

/** Bytes of a line and of an event. A result holds a whole body, with escaped quotes and control characters. */
export const MAX_LINE_BYTES = 8_388_608;

/** Takes the lines of one answer. */
export interface Listener {
  readonly take: (line: string) => void;
  /** Called at the end of the answer. Returns true if the answer was whole. */
  readonly end: () => boolean;
}

/** Called with each time of the Worker's clock, as soon as it arrives. */
type Heard = (atMs: number) => void;

/** Returns the listener for the answers to `asks`. */
export function listenerFor(asks: Preset["asks"], lane: Lane, heard: Heard): Listener {
  if (asks === "hello") return helloListener(lane, heard);
  const events = new EventParser(MAX_LINE_BYTES);
  if (asks === "city") lane.start(CITY_PARTS[0], 0);
  return {
    take(line) {
      const event = events.take(line);
      if (event === undefined) return;
      const happening = happeningOf(event.type, parsed(event.data));
      if (happening === undefined) return;
      lane.hear(happening);
      if (happening.type === "progress") heard(happening.atMs);
      if (happening.type === "summary" && happening.problem !== undefined)
        lane.fault = problemFault(happening.problem, { streamed: true });
      if (asks !== "city" || happening.type !== "result" || happening.key !== CITY_PARTS[0]) return;
      // The other parts start when a place is free. No line reports that.
      const { startMs, totalMs } = happening.timing;
      heard(startMs + totalMs);
      if (happening.outcome === "ok") for (const key of CITY_PARTS.slice(1)) lane.start(key, startMs + totalMs);
    },
    end: () => lane.summary !== undefined,
  };
}

function helloListener(lane: Lane, heard: Heard): Listener {
  return {
    take(line) {
      const value: unknown = parsed(line);
      if (!isRecord(value) || typeof value["atMs"] !== "number") return;
      const { task, text, atMs } = value as { readonly task: number; readonly text: string; readonly atMs: number };
      heard(atMs);
      if (text === "Hello World") lane.start(`task ${task}`, atMs);
      else lane.end(`task ${task}`, { outcome: "ok", atMs });
    },
    end() {
      const ends = lane.bars.map(({ end }) => end?.atMs);
      if (ends.includes(undefined)) return false;
      lane.finish(Math.max(0, ...ends.map((atMs = 0) => atMs)));
      return true;
    },
  };
}
