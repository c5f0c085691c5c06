// A result as its readers see it: one line of JSON.
import { ndjsonLine } from "../streams/ndjson.ts";
import type { ChunkLine } from "./chunk-line.ts";
import type { Settled } from "./settle.ts";

/**
 * Characters that a result may have, its headers included: an isolate runs several chunks, and a row holds several
 * results.
 */
const MAX_RESULT_LENGTH = 524_288;

/** As much of a result as is kept where it is too large. */
interface AnyResult {
  readonly outcome: string;
  readonly status?: number;
  readonly message?: string;
  readonly timing?: unknown;
}

/**
 * The line of `result`, with the name that its request brought. A result past the limit is `too_large`, without
 * headers and body.
 */
export function resultLine({ index, json }: ChunkLine, result: AnyResult): Settled {
  const { key } = JSON.parse(json) as { readonly key?: string };
  const { outcome, status, timing } = result;
  const line = ndjsonLine({ index, key, ...result }).trimEnd();
  if (line.length <= MAX_RESULT_LENGTH) return { index, outcome, line };
  const message = `the result has more than the ${MAX_RESULT_LENGTH} characters that it may have`;
  return resultLine(
    { index, json },
    { outcome: "too_large", ...(status !== undefined && { status }), message, timing },
  );
}
