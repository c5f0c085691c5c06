// Limits the memory for the bodies of all requests of an isolate. An isolate has 128 MB; running out ends all its
// requests. The requests share only numbers, because one must not touch a promise or stream of another.

/** Bytes of bodies that an isolate may hold. The rest of its 128 MB is for code, parsed values and answers. */
export const MAX_ISOLATE_BYTES = 83_886_080;

/** A new request is admitted while there is room for one body of this many bytes. */
const LEAST_FREE_BYTES = 1_048_576;

/**
 * Milliseconds after its deadline when a request loses its room. The runtime may end a request without running its
 * cleanup.
 */
const LINGER_MS = 60_000;

const isolate = { bytes: 0, leases: new Set<Lease>() };

/** Returns true if a new request would have no room for a body. */
export function isIsolateFull(): boolean {
  return !fits(LEAST_FREE_BYTES);
}

/** The share of one request. */
export class Lease {
  #bytes = 0;
  #expiresAt = 0;

  /**
   * Takes room until it is given back, or until `LINGER_MS` after `deadlineAt`. Returns false if there is too little.
   */
  take(bytes: number, deadlineAt: number): boolean {
    if (!fits(bytes)) return false;
    isolate.leases.add(this);
    isolate.bytes += bytes;
    this.#bytes += bytes;
    this.#expiresAt = Math.max(this.#expiresAt, deadlineAt + LINGER_MS);
    return true;
  }

  /**
   * Gives back `bytes`, by default all. A request that gives back only a part is alive: it keeps the rest for
   * `LINGER_MS` more.
   */
  give(bytes = this.#bytes): void {
    const given = Math.min(bytes, this.#bytes);
    isolate.bytes -= given;
    this.#bytes -= given;
    if (this.#bytes === 0) isolate.leases.delete(this);
    else this.#expiresAt = Math.max(this.#expiresAt, performance.now() + LINGER_MS);
  }

  /** Gives everything back if the time is over. */
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
