// One request to an endpoint and all calls it made, made fit for a file.
import type { AnsweredExchange, FailedExchange, ProxiedExchange } from "./exchange.ts";
import type { EndpointAnswer, EndpointRequest } from "./ask-endpoint.ts";
import { MAX_CALLS, MAX_FILE_BYTES, type RecordedCall, type Recording } from "./recording.ts";
import { redactCall } from "./redact-call.ts";
import { readRequest, redactRequest } from "./redact-request.ts";
import type { Redactor } from "./redactor.ts";
import { sameRequest } from "./same-request.ts";

/** A call that is not in the recording, and why. */
export interface LeftCall {
  readonly variable: string;
  readonly method: string;
  readonly target: string;
  readonly failure: FailedExchange["failure"] | "unsafe";
  readonly why: string;
}

/** A recording, and what is not in it. */
export interface Take {
  readonly recording: Recording;
  readonly left: readonly LeftCall[];
  readonly leftHeaders: readonly string[];
}

/**
 * Makes the recording. Of calls that ask the same the last one is kept: a retry, or the attempt that won.
 *
 * @throws `Error` for an endpoint's request that cannot be kept, and for a file over its limit.
 */
export function takeRecording(
  request: EndpointRequest,
  answer: EndpointAnswer,
  exchanges: readonly ProxiedExchange[],
  redactor: Redactor,
): Take {
  const answered = exchanges.filter((exchange): exchange is AnsweredExchange => !("failure" in exchange));
  const endpoint = readRequest({ ...request, body: Buffer.from(request.body ?? "") });
  redactRequest(endpoint, redactor);
  for (const exchange of answered) attempt(() => redactCall(exchange, redactor));
  redactor.notes.clear();

  const calls: RecordedCall[] = [];
  const leftHeaders = new Set<string>();
  const left: LeftCall[] = [];
  for (const exchange of answered) {
    const { value, why = "" } = attempt(() => redactCall(exchange, redactor));
    if (value === undefined) left.push(leftCall(exchange, "unsafe", why, redactor));
    else {
      const earlier = calls.findIndex(
        (call) => call.variable === exchange.variable && sameRequest(call.request, value.call.request),
      );
      if (earlier >= 0) calls.splice(earlier, 1);
      if (calls.length < MAX_CALLS) calls.push(value.call);
      else left.push(leftCall(exchange, "large", `more than ${MAX_CALLS} calls`, redactor));
      for (const name of value.leftHeaders) leftHeaders.add(name);
    }
  }
  for (const exchange of exchanges)
    if ("failure" in exchange && !answered.some((other) => asksTheSame(other, exchange)))
      left.push(leftCall(exchange, exchange.failure, exchange.why, redactor));
  const { status, outcomes } = answer;
  const recording = {
    endpoint: redactRequest(endpoint, redactor),
    recordedAt: new Date().toISOString(),
    status,
    outcomes,
    // In an order that is the same each time, so that a new recording is a small diff.
    calls: calls.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b))),
  };
  const bytes = Buffer.byteLength(JSON.stringify(recording));
  if (bytes > MAX_FILE_BYTES) throw new Error(`the recording has ${bytes} bytes, over its limit of ${MAX_FILE_BYTES}`);
  return { recording, left, leftHeaders: [...leftHeaders].toSorted() };
}

/** Whether one is another attempt of the other: a retry, or a hedge that lost. */
function asksTheSame(one: ProxiedExchange, other: ProxiedExchange): boolean {
  return one.variable === other.variable && one.method === other.method && one.target === other.target;
}

function nameOf({ variable, request: { method, path, query } }: RecordedCall): string {
  return `${variable} ${method} ${path} ${query}`;
}

function leftCall(
  { variable, method, target }: ProxiedExchange,
  failure: LeftCall["failure"],
  why: string,
  redactor: Redactor,
): LeftCall {
  const [path = "", query = ""] = target.split("?", 2);
  const clean = redactor.text(path, "path") + (query === "" ? "" : `?${redactor.pairs(query, "query")}`);
  return { variable, method, target: clean, failure, why };
}

function attempt<T>(run: () => T): { readonly value?: T; readonly why?: string } {
  try {
    return { value: run() };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}
