// One request to the Worker, from its sending to the last line of its answer.
import { readLines } from "../../streams/read-lines.ts";
import { faultOf, networkFault } from "./fault.ts";
import { listenerFor, MAX_LINE_BYTES } from "./hear-lines.ts";
import type { Lane } from "./lane.ts";
import type { LaneClock } from "./lane-clock.ts";
import type { PageRequest } from "./planned-run.ts";
import type { Preset } from "./presets.ts";

/** What a request needs besides itself, and who is told what of it. */
interface RunOptions {
  readonly asks: Preset["asks"];
  readonly clock: LaneClock;
  /** Ends it: the connection closes, which makes the Worker cancel what is under way. */
  readonly signal: AbortSignal;
  /** The key that the Worker wants, if one was given. */
  readonly key: string;
  /** Told each line as it came, and the status line before them. */
  readonly onText: (line: string) => void;
  /** Told that something has changed in the lane. */
  readonly onChange: () => void;
}

/** Sends `request` and lets `lane` hear what is answered. Resolves when it is over, whatever became of it. */
export async function runLane(lane: Lane, request: PageRequest, options: RunOptions): Promise<void> {
  const { asks, clock, signal, onText, onChange } = options;
  let begun = false;
  lane.begin();
  const listener = listenerFor(asks, lane, (atMs) => clock.heard(atMs));
  onChange();
  try {
    const response = await fetch(request.path, { ...initOf(request, options.key), signal });
    onText(`HTTP ${response.status} ${response.headers.get("Content-Type") ?? ""}`);
    const wanted = response.headers.get("Content-Type")?.startsWith(request.headers["Accept"] ?? "") === true;
    if (!response.ok || !wanted) {
      const { text, ...fault } = await faultOf(response);
      onText(text);
      lane.refuse(fault, clock.nowMs);
      return;
    }
    begun = true;
    for await (const line of readLines(response.body, { maxLineBytes: MAX_LINE_BYTES })) {
      listener.take(line);
      onText(line);
      onChange();
    }
    if (!listener.end()) lane.breakOff(networkFault(begun, navigator.onLine), clock.nowMs);
  } catch {
    // Whatever reading failed with says less than whether somebody wanted it to end.
    if (signal.aborted) lane.stop(clock.nowMs);
    else lane.breakOff(networkFault(begun, navigator.onLine), clock.nowMs);
  } finally {
    onChange();
  }
}

/** The options of `fetch` for `request`. The key goes along where the request is keyed and a key was given. */
export function initOf({ method, headers, body, keyed }: PageRequest, key: string): RequestInit {
  const authorization = keyed && key !== "" ? { Authorization: `Bearer ${key}` } : {};
  return { method, headers: { ...headers, ...authorization }, ...(body !== undefined && { body }), cache: "no-store" };
}
