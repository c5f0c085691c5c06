// What a recipe means for one particular request: the n-th of its key. Pure, so that the rules stand in one place.
import type { OutgoingHttpHeaders } from "node:http";
import { type Body, bytesBody, cutBody, textBody } from "./body.ts";
import { filledBody, repeatedBody } from "./filled-body.ts";
import { gzipBody } from "./gzip-body.ts";
import type { Recipe } from "./recipe.ts";

/** One answer, and what goes wrong while it is delivered. */
export interface Answer {
  readonly status: number;
  /** The reason phrase, where it is not the usual one. */
  readonly reason?: string | undefined;
  readonly headers: OutgoingHttpHeaders;
  /** Absent where HTTP allows none: status 204, 205 and 304. */
  readonly body?: Body;
  readonly bodyDelayMs: number;
  readonly chunkDelayMs: number;
  /** The body follows when this many answers of the key have sent their headers. */
  readonly together: number;
  readonly mishap: "none" | "stall headers" | "stall body" | "reset headers" | "reset body" | "truncate";
}

/**
 * Decides how the `n`-th request of a key is answered.
 *
 * With `failFirst`, all that is wrong (`failStatus`, `retryAfter`, stall, reset, truncate, `badGzip`) befalls the first so many requests and no later
 * one. Next come the `redirect` hops, which are empty and nothing else goes wrong with; then the answer, or `redirectTo` in its place.
 *
 * @param nextHop the `Location` of the next hop; asked for only while `redirect` is above 0.
 */
export function answerFor(recipe: Recipe, n: number, nextHop: () => string): Answer {
  const isFailing = n <= recipe.failFirst;
  if (!isFailing && recipe.redirect > 0) {
    const headers = { location: nextHop(), "content-length": 0 };
    return {
      status: recipe.redirectStatus,
      headers,
      body: textBody(""),
      bodyDelayMs: 0,
      chunkDelayMs: 0,
      together: 0,
      mishap: "none",
    };
  }

  const isFaulty = isFailing || recipe.failFirst === 0;
  const isRedirect = !isFailing && recipe.redirectTo !== undefined;
  const status = isFailing ? recipe.failStatus : isRedirect ? recipe.redirectStatus : recipe.status;
  const headers: OutgoingHttpHeaders = {};
  if (isRedirect) headers["location"] = recipe.redirectTo;
  if (isFaulty && recipe.retryAfter !== undefined) headers["retry-after"] = recipe.retryAfter;
  const answer = {
    status,
    reason: recipe.reason,
    headers,
    bodyDelayMs: recipe.bodyDelayMs,
    chunkDelayMs: recipe.chunkDelayMs,
    together: recipe.together,
    mishap: isFaulty ? mishapOf(recipe) : "none",
  } as const;
  if (status === 204 || status === 304) return answer;
  if (status === 205) {
    headers["content-length"] = 0;
    return answer;
  }

  const plain = bodyOf(recipe, status, n);
  const badGzip = isFaulty && recipe.badGzip;
  const whole = recipe.gzip && !badGzip ? gzipBody(plain) : plain;
  const body = recipe.chunkBytes === undefined ? whole : cutBody(whole, recipe.chunkBytes);
  headers["content-type"] = recipe.contentType;
  if (recipe.gzip || badGzip) headers["content-encoding"] = recipe.coding;
  if (recipe.framing === "length") headers["content-length"] = body.byteLength;
  return { ...answer, body };
}

function bodyOf({ key, body, bytes, fill, hex }: Recipe, status: number, n: number): Body {
  if (bytes !== undefined) return fill === undefined ? filledBody(bytes) : repeatedBody(fill, bytes);
  if (hex !== undefined) return bytesBody(Buffer.from(hex, "hex"));
  return textBody(body ?? JSON.stringify({ ok: status < 400, key, n }));
}

function mishapOf({ stall, reset, truncate }: Recipe): Answer["mishap"] {
  if (stall) return `stall ${stall}`;
  if (reset) return `reset ${reset}`;
  return truncate ? "truncate" : "none";
}
