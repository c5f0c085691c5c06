// What goes into a call to an upstream, and what comes out of one that was read to its end.
import type { Call } from "../call/call.ts";
import type { Fetch } from "../call/fetch.ts";
import type { HealthKey } from "../call/health.ts";

/** What a call may set for itself. */
export interface CallInit {
  readonly method?: string;
  readonly headers?: HeadersInit | undefined;
  readonly body?: BodyInit | null;
  /** Ends this call alone. Hand it the signal of the task that makes the call. */
  readonly signal?: AbortSignal | undefined;
  /** Who is called, for errors and the trace; the URL's host by default. */
  readonly upstream?: string | undefined;
  /** Milliseconds for one attempt, from its slot to the end of its body. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds of these for its headers. @default no limit of their own */
  readonly firstByteMs?: number | undefined;
  /** Milliseconds between two chunks of a body that is read as a stream. @default no limit; 60 s if it is handed on */
  readonly idleMs?: number | undefined;
  /** Tries after the first, 2 by default, as far as the upstream's bucket of extra attempts allows. */
  readonly retries?: number | undefined;
  /**
   * Milliseconds without headers after which a second attempt starts beside the first; never by default. Only GET, HEAD
   * and OPTIONS are hedged, and other methods if `idempotent`.
   */
  readonly hedgeMs?: number | undefined;
  /** Bytes that the body may have, decompressed; what the scope allows by default. */
  readonly maxBytes?: number | undefined;
  /** Whether the call may be repeated whatever its method, also at the same time: `true` for a POST that only reads. */
  readonly idempotent?: boolean | undefined;
  /** `"manual"` answers with a redirect as it came; `"follow"`, the default, follows it. */
  readonly redirect?: "follow" | "manual" | undefined;
  /**
   * The caller that the call is made for. Callers share neither breakers nor extra attempts. @default none: the
   * origin's are used
   */
  readonly caller?: string | undefined;
  /** The record of breaker and extra attempts, for a declared upstream. @default the record of caller and origin */
  readonly health?: HealthKey | undefined;
  /** `false` for a call that asks how its upstream is: the breaker neither refuses nor counts it. */
  readonly breaker?: false | undefined;
  /** A layer of one's own around all others: it sees the call once, before any retry. */
  readonly layer?: ((next: Fetch) => Fetch) | undefined;
  /** An origin that this call may reach besides the allowed ones: a declared upstream's own. */
  readonly origin?: string | undefined;
  /** The call that this is, if it has begun already. @default a new one */
  readonly call?: Call;
}

/** An upstream's answer, read to its end. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}
