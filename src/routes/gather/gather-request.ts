// The input of `POST /gather`, and the plan made from it.
import * as z from "zod";
import type { Settings } from "../../env.ts";
import { faulty } from "../../problems/field-problem.ts";
import type { Problem } from "../../problems/problem.ts";
import type { Mode, PlannedCall } from "../../upstream/fan-out.ts";
import { fieldOf } from "../../upstream/field-of.ts";
import { checkAffordable } from "../check-affordable.ts";
import { MAX_KEY_LENGTH, withKeys } from "./with-keys.ts";

/** Characters of a URL. */
export const MAX_URL_LENGTH = 8_192;

/** Half a surrogate pair cannot be sent: the runtime would send U+FFFD instead. */
export const HALF_A_PAIR = "holds half of a surrogate pair";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** Requests in the input. The subrequest budget decides how many can be sent. */
const MAX_REQUESTS = 10_000;

/** Headers of a request. More than servers accept can crash the runtime. */
const MAX_HEADERS = 100;

/** An HTTP field name and value, RFC 9110 section 5. */
const headers = withKeys(
  z.record(
    z.string(),
    z
      .string()
      .regex(/^[^\0\r\n]*$/, { error: "holds a line break or NUL" })
      .refine((value) => value.isWellFormed(), { error: HALF_A_PAIR }),
  ),
  {
    most: MAX_HEADERS,
    pattern: /^[\w!#$%&'*+.^`|~-]+$/,
  },
);

/** Characters of a transform. */
const MAX_TRANSFORM_LENGTH = 65_536;

/** One request of the fan-out. */
export const UpstreamRequest = z
  .strictObject({
    url: z
      .string()
      .max(MAX_URL_LENGTH)
      .refine((text) => URL.canParse(text) && text.isWellFormed(), { message: "must be an absolute URL" }),
    method: z.enum(methods).default("GET"),
    headers: headers.prefault({}),
    body: z.unknown().optional(),
    timeoutMs: z.int().min(1).max(300_000).optional(),
    hedgeMs: z.int().min(1).max(300_000).optional(),
    required: z.boolean().default(false),
  })
  .refine(({ method, body }) => body === undefined || !["GET", "HEAD"].includes(method), {
    path: ["body"],
    message: "a GET or HEAD request has no body",
  })
  .refine(({ body }) => typeof body !== "string" || body.isWellFormed(), {
    path: ["body"],
    message: HALF_A_PAIR,
  });

/** The body of `POST /gather`. */
export const GatherRequest = z.strictObject({
  requests: withKeys(z.union([z.array(UpstreamRequest), z.record(z.string(), UpstreamRequest)]), {
    most: MAX_REQUESTS,
    pattern: new RegExp(`^.{0,${MAX_KEY_LENGTH}}$`, "su"),
  }),
  mode: z.union([z.enum(["settled", "all", "any"]), z.strictObject({ count: z.int().min(1) })]).default("settled"),
  deadlineMs: z.int().min(1).optional(),
  concurrency: z.int().min(1).max(10_000).optional(),
  progress: z
    .boolean()
    .default(false)
    .describe("If true, a stream reports each step of a call, unless its reader is slow."),
  transform: z
    .string()
    .min(1)
    .max(MAX_TRANSFORM_LENGTH)
    .optional()
    .describe(
      "A JavaScript module. Its default export takes the answer and returns JSON, or a promise of it. " +
        "That is sent as `transformed`, instead of `results`. Integers past 2^53 lose digits in a transform. " +
        "It runs in an isolate without network, if the Worker is configured for that.",
    ),
});

/** A validated request. */
export type GatherRequest = z.output<typeof GatherRequest>;

/** A plan, and the way to give its results the shape of the request. */
interface Planned {
  readonly plan: readonly PlannedCall[];
  /** The caller's name for each request: its key in the record, or its index. */
  readonly keys: readonly (string | number)[];
  readonly mode: Mode;
  readonly concurrency: number;
  readonly shaped: <R>(results: readonly R[]) => readonly R[] | Record<string, R>;
}

/**
 * Returns the plan for `request`, on behalf of `caller`.
 *
 * @throws {Problem} 422 with the field, for a valid request that cannot run.
 */
export function planOf(request: GatherRequest, { SUBREQUESTS }: Settings, caller: string): Planned {
  const { requests, mode, concurrency = Infinity } = request;
  const entries = Object.entries(requests);
  if (entries.length === 0) throw fault(["requests"], "must hold at least one request");
  checkAffordable("requests", entries.length, SUBREQUESTS);
  if (typeof mode === "object" && mode.count > entries.length) {
    throw fault(["mode", "count"], `wants ${mode.count} of ${entries.length} requests`);
  }
  const counted = typeof mode === "object" || mode === "any";
  const keys = entries.map(([key]) => (Array.isArray(requests) ? Number(key) : key));
  const plan = entries.map(([key, { body, required, ...init }], index): PlannedCall => {
    if (required && counted)
      throw fault(["requests", keys[index] ?? key, "required"], "cannot be combined with mode any or a count");
    return { ...init, ...encoded(body, init.headers), key, required, caller };
  });
  return {
    plan,
    keys,
    mode: mode === "any" ? { count: 1 } : mode,
    concurrency,
    shaped: (results) =>
      Array.isArray(requests)
        ? results
        : (Object.fromEntries(keys.map((key, index) => [key, results[index]])) as Record<
            string,
            (typeof results)[number]
          >),
  };
}

/** Sends strings unchanged, and everything else as JSON. */
function encoded(body: unknown, given: Record<string, string>): { body: string | null; headers: Headers } {
  const encodedHeaders = new Headers(given);
  if (body === undefined) return { body: null, headers: encodedHeaders };
  if (typeof body === "string") return { body, headers: encodedHeaders };
  if (!encodedHeaders.has("Content-Type")) encodedHeaders.set("Content-Type", "application/json");
  return { body: JSON.stringify(body), headers: encodedHeaders };
}

function fault(path: readonly PropertyKey[], message: string): Problem {
  return faulty("invalid-field", fieldOf(path), message);
}
