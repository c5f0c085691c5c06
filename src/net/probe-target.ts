// Checks whether a server is reachable. Over TCP it must accept, or answer. Over HTTP any status counts.
import type { Call } from "../upstream/call/call.ts";
import { rounded } from "../upstream/call/stopwatch.ts";
import type { Timing } from "../upstream/call/timing.ts";
import { isTime, type Outcome, type Reason, UpstreamError } from "../upstream/call/outcome.ts";
import { type CallContext, scopeOf } from "../upstream/request/call-context.ts";
import { ask } from "./ask.ts";
import { Banner, type Heard, MAX_BANNER_BYTES } from "./banner.ts";
import { createConnection } from "./create-connection.ts";
import { openConnection } from "./open-connection.ts";

/** The target of a probe. */
export interface Target {
  /** `https://host/path`, or `tcp://host:port`. */
  readonly url: string;
  /** Text to send to a TCP server, for protocols in which the client speaks first. */
  readonly send?: string | undefined;
}

/** The result of a probe. */
export interface Probe {
  /** The target's `url`. */
  readonly target: string;
  readonly reachable: boolean;
  /** `ok` if the target is reachable, otherwise the reason why not. */
  readonly outcome: Outcome;
  readonly status?: number;
  /** The answer of a TCP server, at most 1,024 bytes: text, or base64 if `encoding` says so. */
  readonly banner?: string;
  readonly encoding?: "base64";
  /** Why it is not reachable, for programs. */
  readonly reason?: Reason;
  readonly message?: string;
  /**
   * Milliseconds until a TCP server accepted. `null` if it did not, and for HTTP: the platform hides its connections.
   */
  readonly connectMs: number | null;
  /**
   * Milliseconds until the first byte of a TCP server, connecting included, or until the headers. `null` if none came.
   */
  readonly firstByteMs: number | null;
  readonly timing: Timing;
}

/** The limits of a probe. */
interface Limits {
  readonly timeoutMs: number | undefined;
}

/** The findings of a probe, except the times that every call has. */
type Found = Partial<Pick<Probe, "status" | "banner" | "encoding" | "firstByteMs">>;

/** Probes `target` once. It resolves even if the target is not reachable. A redirect counts as an answer. */
export async function probeTarget(call: CallContext, target: Target, limits: Limits): Promise<Probe> {
  const isTcp = /^tcp:/i.test(target.url);
  const made = call.open();
  const options = { ...limits, call: made };
  try {
    if (!isTcp) return result({ status: await statusOf(call, target.url, options) });
    const { bytes, firstByteMs, error } = await heardFrom(call, target, options);
    const found = {
      ...textOf(bytes),
      firstByteMs: firstByteMs === undefined ? null : rounded((made.timing().ttfbMs ?? 0) + firstByteMs),
    };
    if (error === undefined) return result(found);
    if (!(error instanceof UpstreamError)) throw error;
    // A server that accepted the connection is reachable, even if it stays silent.
    return isTime(error.outcome) ? result(found) : result(found, error);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return result({}, error);
  }

  function result(found: Found, error?: UpstreamError): Probe {
    made.outcome = "ok";
    if (error !== undefined) made.failed(error);
    const timing = made.timing();
    const times = isTcp
      ? { connectMs: timing.ttfbMs, firstByteMs: null }
      : { connectMs: null, firstByteMs: timing.ttfbMs };
    return {
      target: target.url,
      reachable: error === undefined,
      outcome: made.outcome,
      ...times,
      ...found,
      ...(error && { reason: error.reason, message: error.message }),
      timing,
    };
  }
}

type Options = Limits & { readonly call: Call };

/** Returns the status. It bypasses the breaker, to find out the state of the server now. */
async function statusOf(call: CallContext, url: string, options: Options): Promise<number> {
  const response = await scopeOf(call).fetch(url, {
    ...options,
    retries: 0,
    redirect: "manual",
    breaker: false,
  });
  await response.body?.cancel().catch(() => undefined);
  return response.status;
}

async function heardFrom(call: CallContext, { url, send }: Target, options: Options): Promise<Heard> {
  if (send === undefined) {
    const { protocol } = await createConnection(call, () => new Banner(scopeOf(call).alarms), url, options);
    return protocol.heard;
  }
  await using connection = await openConnection(call, url, { ...options, limit: MAX_BANNER_BYTES });
  const heard = await ask(connection, send);
  if (heard.bytes.length > 0) return heard;
  const { upstream } = connection;
  return {
    ...heard,
    error: new UpstreamError(upstream, "closed_without_answer", "closed the connection without an answer"),
  };
}

function textOf(bytes: Uint8Array): Found {
  if (bytes.length === 0) return {};
  try {
    // A cut character at the end is still text.
    const stream = bytes.length === MAX_BANNER_BYTES;
    return { banner: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream }) };
  } catch {
    return { banner: bytes.toBase64(), encoding: "base64" };
  }
}
