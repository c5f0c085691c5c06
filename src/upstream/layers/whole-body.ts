// Reads a body whole as part of its try: a body that breaks is a failure like a connection that breaks before the
// headers.
import { readBody } from "../body/read-body.ts";
import type { Call } from "../call/call.ts";
import type { Answer, Fetch } from "../call/fetch.ts";
import { judgeBody } from "./breaker.ts";

/**
 * Reads the body of `answer` to its end, into `answer.bytes`. Notes the status in the call, for the error of a body that
 * breaks. The breaker learns how the body ended.
 *
 * @throws what `readBody` throws.
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

/** Gives an answer that was read whole a response with a fresh body, for a layer above that may read or replace it. */
export function withBodyAnew(next: Fetch): Fetch {
  return async function rewound(request, call) {
    const { response, bytes = new Uint8Array(), signal } = await next(request, call);
    // The next reader counts them again.
    call.resources.bodies.drop(bytes.byteLength);
    const { status, headers } = response;
    const again = new Response(bytes.byteLength === 0 ? null : bytes, { status, headers });
    return { response: again, signal, release };
  };
}

function release(): void {}
