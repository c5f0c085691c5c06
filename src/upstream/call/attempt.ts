// One attempt of a call: its stop signal and its times. It becomes the answer when its headers have arrived.
import type { Abortable } from "../../gather/abortable.ts";
import type { Call } from "./call.ts";
import type { Target } from "./call-limits.ts";
import type { Answer, Probe } from "./fetch.ts";

/** An attempt under way. */
export class Attempt implements Answer {
  readonly call: Call;
  readonly target: Target;
  /** Ends the attempt. It aborts with the call, or alone. */
  readonly stop: Abortable;
  /** Aborts the request on the wire and its body. The layer that starts the attempt's clock sets it. */
  signal!: AbortSignal;
  /** Set when the headers have arrived. */
  response!: Response;
  probe: Probe | undefined;
  bytes: Uint8Array<ArrayBuffer> | undefined;
  #sentAt: number | undefined;
  #number = 0;
  #onGranted: (() => void) | undefined;
  #onUntime: (() => void) | undefined;
  #onRelease: (() => void) | undefined;

  // Own properties, so that a layer may answer with `{ ...answer, response }`.
  readonly untime = (): void => this.#onUntime?.();
  readonly release = (): void => {
    this.#onRelease?.();
    this.#onRelease = undefined;
  };

  constructor(call: Call, stop: Abortable = call.signal) {
    const { targets } = call.limits;
    this.call = call;
    this.stop = stop;
    this.target = targets[call.tries++ % targets.length] ?? targets[0];
  }

  /** Calls `listener` when the attempt gets its slot. */
  whenGranted(listener: () => void): void {
    const before = this.#onGranted;
    this.#onGranted = before === undefined ? listener : () => (before(), listener());
  }

  /** The attempt has its slot and is about to be sent. */
  grant(): void {
    this.#onGranted?.();
  }

  /** `untime` stops the attempt's clock. `release` is called at the end of the attempt, body included. */
  clock(untime: () => void, release: () => void): void {
    this.#onUntime = untime;
    this.#onRelease = release;
  }

  /** The attempt is sent. Hops of a redirect belong to the same attempt. */
  noteSent(): void {
    if (this.#sentAt !== undefined) return;
    const now = performance.now();
    this.#sentAt = now;
    this.#number = ++this.call.attempts;
    this.call.noteHeaders(null, now);
    this.call.tell("sent", this.#number, now);
  }

  noteHeaders(): void {
    const now = performance.now();
    this.call.noteHeaders(now - (this.#sentAt ?? now), now);
    this.call.tell("headers", this.#number, now);
  }
}
