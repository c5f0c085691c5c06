// What a single layer needs to be tested alone: a call, a request, and a `next` whose answers the test decides.
import { onTestFinished } from "vitest";
import { CallTrace } from "../../src/upstream/call/call-trace.ts";
import type { Answer, Call, Fetch, Outbound } from "../../src/upstream/call/fetch.ts";

/** A call that nobody aborts, unless `signal` does. */
export function callTo(upstream = "air", signal = new AbortController().signal): Call {
  return { upstream, signal, trace: new CallTrace(performance.now()) };
}

export function requestFor(url = "https://air.test/now", init: Partial<Omit<Outbound, "url">> = {}): Outbound {
  return { url: new URL(url), method: "GET", headers: new Headers(), body: null, ...init };
}

/** An answer, and what became of it. */
export interface FakeAnswer extends Answer {
  readonly cancelled: () => boolean;
  readonly released: () => number;
}

export function answerWith(status: number, headers: Record<string, string> = {}): FakeAnswer {
  let cancelled = false;
  let released = 0;
  const body = [204, 304].includes(status) ? null : new ReadableStream({ cancel: () => void (cancelled = true) });
  return {
    response: new Response(body, { status, headers }),
    signal: new AbortController().signal,
    release: () => void released++,
    cancelled: () => cancelled,
    released: () => released,
  };
}

/**
 * A `next` that answers with what `script` says for each request in turn (an `Error` is thrown), and notes what it was asked. Each request has
 * its slot at once.
 */
export function scripted(...script: (Answer | Error | ((call: Call) => Promise<Answer>))[]): {
  readonly next: Fetch;
  readonly asked: Outbound[];
} {
  const asked: Outbound[] = [];
  onTestFinished(() => {
    if (asked.length < script.length) throw new Error(`asked ${asked.length} times, expected ${script.length}`);
  });
  return {
    asked,
    async next(request, call) {
      const step = script[asked.push(request) - 1];
      call.granted?.();
      if (step === undefined) throw new Error(`asked once more than the ${script.length} times expected`);
      if (step instanceof Error) throw step;
      return typeof step === "function" ? step(call) : step;
    },
  };
}
