// The language in which a test tells `/fault` how to behave. Every parameter is optional; times are in milliseconds.
import * as z from "zod";
import { flag, headerValue, integer, readQuery, tallyKey } from "./read-query.ts";

const longestMs = 60_000;
const mostBytes = 2 ** 30;

const Recipe = z
  .strictObject({
    /** Which tally counts the request, and whose sequence numbers the rest goes by. */
    key: tallyKey(),
    /** Wait before the headers of every answer, redirect hops included. */
    delayMs: integer(0, longestMs).default(0),
    /** Up to this much more, drawn by `jitter`. */
    jitterMs: integer(0, longestMs).default(0),
    /** Every so many requests of the key, one waits `slowMs` in addition. */
    slowEvery: integer(1, 1_000_000).optional(),
    slowMs: integer(0, longestMs).default(1_000),
    /** Headers leave at once and the body this much later. */
    bodyDelayMs: integer(0, longestMs).default(0),
    /** Sends the headers at once, and the body when this many answers of the key have sent their headers. */
    together: integer(0, 10_000).default(0),

    status: integer(200, 599).default(200),
    /** The reason phrase of every answer but the hops of `redirect`; by default the usual one for the status. */
    reason: headerValue().min(1, "must not be empty").optional(),
    /** Sent verbatim as `Retry-After`. */
    retryAfter: headerValue().optional(),
    /** The first so many requests of the key get `failStatus`; see `answerFor` for what else that changes. */
    failFirst: integer(0, 1_000_000).default(0),
    failStatus: integer(200, 599).default(503),

    /** So many redirects back here before the answer; each is a request of the key. */
    redirect: integer(0, 1_000).default(0),
    /** The form of those redirects' `Location`. */
    redirectForm: z.enum(["relative", "absolute"], "must be relative or absolute").default("relative"),
    /** The answer itself is a redirect, with this verbatim as `Location`. */
    redirectTo: headerValue().optional(),
    redirectStatus: z
      .enum(["301", "302", "303", "307", "308"], "must be 301, 302, 303, 307 or 308")
      .default("302")
      .transform(Number),

    /** Never answers; or sends the headers and half of the body, then nothing. */
    stall: z.enum(["headers", "body"], "must be headers or body").optional(),
    /** Resets the connection: before the headers; or after them and half of the body. */
    reset: z.enum(["headers", "body"], "must be headers or body").optional(),
    /** Sends half of the body that the headers announce, then ends the connection in good order. */
    truncate: flag(),
    /** Announces a compressed body, and sends it plain. */
    badGzip: flag(),

    /** The body's text, verbatim. Without it and `bytes`, the body is `{ ok, key, n }` as JSON. */
    body: z.string().optional(),
    /** The body is a JSON string of this many bytes, quotes included. */
    bytes: integer(0, mostBytes).optional(),
    /** Makes `bytes` a repetition of this text, without quotes. */
    fill: z.string().min(1).optional(),
    /** The body's bytes, in hexadecimal. */
    hex: z
      .string()
      .regex(/^([\da-f]{2})*$/, "must be hexadecimal")
      .optional(),
    /** Cuts the body into chunks of at most this size. */
    chunkBytes: integer(1, 65_536).optional(),
    /** Waits this long between two chunks, as an upstream does that makes its answer piece by piece. */
    chunkDelayMs: integer(0, longestMs).default(0),
    framing: z.enum(["length", "chunked"], "must be length or chunked").default("length"),
    /** The body is compressed, whatever the client accepts; `bytes` is what it inflates to. */
    gzip: flag(),
    /** The value of `Content-Encoding` for it. */
    coding: headerValue().default("gzip"),
    contentType: headerValue().default("application/json"),
  })
  .refine(({ body, bytes, hex }) => [body, bytes, hex].filter((one) => one !== undefined).length < 2, {
    path: ["bytes"],
    message: "cannot be combined with body or hex",
  })
  .refine(({ stall, reset }) => !stall || !reset, { path: ["reset"], message: "cannot be combined with stall" })
  .refine(({ stall, reset, truncate }) => !truncate || (!stall && !reset), {
    path: ["truncate"],
    message: "cannot be combined with stall or reset",
  });

/** How `/fault` shall behave, with every default filled in. */
export type Recipe = z.output<typeof Recipe>;

/**
 * Reads the query of `/fault`.
 *
 * @throws BadQueryError that names the first parameter that is unknown, malformed, given twice or at odds with another.
 */
export function readRecipe(query: URLSearchParams): Recipe {
  return readQuery(Recipe, query);
}
