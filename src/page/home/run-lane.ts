// Sends one request to the Worker and reads its answer to the last line.
import { readLines } from "../../streams/read-lines.ts";
import { faultOf, networkFault } from "./fault.ts";
import { listenerFor, MAX_LINE_BYTES } from "./hear-lines.ts";
import type { Lane } from "./lane.ts";
import type { LaneClock } from "./lane-clock.ts";
import type { PageRequest } from "./planned-run.ts";
import type { Preset } from "./presets.ts";

/** The options of a run. */
interface RunOptions {
  readonly asks: Preset["asks"];
  readonly clock: LaneClock;
  /** Ends the run. The connection closes, and the Worker cancels its calls. */
  readonly signal: AbortSignal;
  /** The key for the Worker, or an empty string. */
  readonly key: string;
  /** Called with the status line, then with each line of the answer. */
  readonly onText: (line: string) => void;
  /** Called after each change of the lane. */
  readonly onChange: () => void;
}

/** Sends `request` and passes the answer to `lane`. Resolves at the end, even after an error. */
export async function runLane(lane: Lane, request: PageRequest, options: RunOptions): Promise<void> {
  const { asks, clock, signal, onText, onChange } = options;
  let hasStarted = false;
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
    hasStarted = true;
    for await (const line of readLines(response.body, { maxLineBytes: MAX_LINE_BYTES })) {
      listener.take(line);
      onText(line);
      onChange();
    }
    if (!listener.end()) lane.breakOff(networkFault(hasStarted, navigator.onLine), clock.nowMs);
  } catch {
    // The error does not matter: after a stop by the user, the run is stopped; otherwise the answer broke off.
    if (signal.aborted) lane.stop(clock.nowMs);
    else lane.breakOff(networkFault(hasStarted, navigator.onLine), clock.nowMs);
  } finally {
    onChange();
  }
}

/** The options of `fetch` for `request`. It adds the key if the request needs one and there is one. */
export function initOf({ method, headers, body, keyed }: PageRequest, key: string): RequestInit {
  const authorization = keyed && key !== "" ? { Authorization: `Bearer ${key}` } : {};
  return { method, headers: { ...headers, ...authorization }, ...(body !== undefined && { body }), cache: "no-store" };
}
