// Reads a body whole as part of its try. A body that breaks then counts like a broken connection.
import { readBody } from "../body/read-body.ts";
import type { Call } from "../call/call.ts";
import type { Answer, Fetch } from "../call/fetch.ts";
import { judgeBody } from "./breaker.ts";

/**
 * Reads the body of `answer` into `answer.bytes`. Records the status in the call, for the error of a broken body. Tells
 * the breaker how the body ended.
 *
 * @throws All errors of `readBody`.
 */
export async function readWhole(answer: Answer, call: Call): Promise<void> {
  call.status = answer.response.status;
  try {
    answer.bytes = await readBody(answer, call.upstream, call.limits.maxBytes, call.resources.bodies);
    judgeBody(answer, call);
  } catch (reason) {
    judgeBody(answer, call, { reason });
    throw reason;
  }
}

/** Gives an answer that was read whole a fresh body. A custom layer may read or replace it. */
export function withBodyAnew(next: Fetch): Fetch {
  return async function rewound(request, call) {
    const { response, bytes = new Uint8Array(), signal } = await next(request, call);
    // The next reader counts these bytes again.
    call.resources.bodies.drop(bytes.byteLength);
    const { status, headers } = response;
    const again = new Response(bytes.byteLength === 0 ? null : bytes, { status, headers });
    return { response: again, signal, release };
  };
}

function release(): void {}
