// What the bodies of all requests of an isolate hold together. Its 128 MB serve many requests at once, and the first that is over ends them all.
// Numbers are all that requests share here: a promise or stream of one must not be touched by another.

/** Bytes of bodies that an isolate may hold. The rest of its 128 MB is for code, parsed values and answers that are being written. */
export const MAX_ISOLATE_BYTES = 83_886_080;

/** Bytes that must be free for a new request to be taken: one body's. */
const LEAST_FREE_BYTES = 1_048_576;

/** Milliseconds after which bytes count as free though nobody gave them back: a request that is torn away cannot. */
const LINGER_MS = 60_000;

const isolate = { bytes: 0, leases: new Set<Lease>() };

/** Whether a new request would find no room for a body. */
export function isIsolateFull(): boolean {
  return !fits(LEAST_FREE_BYTES);
}

/** The part of an isolate's room that one request has taken. */
export class Lease {
  #bytes = 0;
  #expiresAt = 0;

  /** Takes `bytes` until they are given back, at most until `LINGER_MS` after `deadlineAt`. Returns false where there is no room. */
  take(bytes: number, deadlineAt: number): boolean {
    if (!fits(bytes)) return false;
    isolate.leases.add(this);
    isolate.bytes += bytes;
    this.#bytes += bytes;
    this.#expiresAt = Math.max(this.#expiresAt, deadlineAt + LINGER_MS);
    return true;
  }

  /** Gives `bytes` back, or all. Who gives back in part is still there, and keeps the rest for `LINGER_MS` more. */
  give(bytes = this.#bytes): void {
    const given = Math.min(bytes, this.#bytes);
    isolate.bytes -= given;
    this.#bytes -= given;
    if (this.#bytes === 0) isolate.leases.delete(this);
    else this.#expiresAt = Math.max(this.#expiresAt, performance.now() + LINGER_MS);
  }

  /** Gives all back where its time is over. */
  expire(now: number): void {
    if (now > this.#expiresAt) this.give();
  }
}

function fits(bytes: number): boolean {
  if (isolate.bytes + bytes <= MAX_ISOLATE_BYTES) return true;
  const now = performance.now();
  for (const lease of isolate.leases) lease.expire(now);
  return isolate.bytes + bytes <= MAX_ISOLATE_BYTES;
}
