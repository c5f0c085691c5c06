// The options of a call, and the answer of a call that was read to its end.
import type { Call } from "../call/call.ts";
import type { Fetch } from "../call/fetch.ts";
import type { Target } from "../call/call-limits.ts";

/** The options of a call. */
export interface CallInit {
  readonly method?: string;
  readonly headers?: HeadersInit | undefined;
  readonly body?: BodyInit | null;
  /** Ends this call alone. Pass the signal of the task that makes the call. */
  readonly signal?: AbortSignal | undefined;
  /** The name for errors and the trace. @default the URL's host */
  readonly upstream?: string | undefined;
  /** Milliseconds for one attempt, from its slot to the end of its body. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds of these for the headers. @default no separate limit */
  readonly firstByteMs?: number | undefined;
  /** Milliseconds between two chunks of a streamed body. @default no limit; 60 s if it is passed on to the client */
  readonly idleMs?: number | undefined;
  /** Tries after the first, if the upstream's bucket of extra attempts allows them. @default 2 */
  readonly retries?: number | undefined;
  /**
   * Milliseconds without headers after which a second attempt starts beside the first. Only GET, HEAD and OPTIONS are
   * hedged, and other methods with `idempotent`.
   *
   * @default never
   */
  readonly hedgeMs?: number | undefined;
  /** Bytes that the body may have, decompressed. @default the scope's limit */
  readonly maxBytes?: number | undefined;
  /** `true` allows repeated and parallel sending with any method, such as a POST that only reads. @default false */
  readonly idempotent?: boolean | undefined;
  /** `"follow"` follows redirects. `"manual"` returns a redirect as the answer. @default "follow" */
  readonly redirect?: "follow" | "manual" | undefined;
  /** The caller. Callers do not share breakers or extra attempts. @default the origin's */
  readonly caller?: string | undefined;
  /** `false` for a call that checks its upstream: the breaker neither refuses nor counts it. */
  readonly breaker?: false | undefined;
  /** A custom layer around all others. It sees the call once, before any retry. */
  readonly layer?: ((next: Fetch) => Fetch) | undefined;
  /** The targets of the attempts, in turn, for a declared upstream. @default the origin of the URL */
  readonly targets?: readonly [Target, ...Target[]] | undefined;
  /** The header for the upstream with the milliseconds that are left. @default none */
  readonly passDeadline?: string | undefined;
  /** The call, if it has already started. @default a new one */
  readonly call?: Call;
}

/** An upstream's answer, read to its end. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}
