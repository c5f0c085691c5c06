// What `POST /gather` accepts, and how it becomes a plan.
import * as z from "zod";
import type { Settings } from "../../env.ts";
import { faulty } from "../../problems/field-problem.ts";
import type { Problem } from "../../problems/problem.ts";
import type { Mode, PlannedCall } from "../../upstream/fan-out.ts";
import { fieldOf } from "../../upstream/field-of.ts";
import { checkAffordable } from "../check-affordable.ts";
import { MAX_KEY_LENGTH, withKeys } from "./with-keys.ts";

/** Characters a URL may have. */
export const MAX_URL_LENGTH = 8_192;

/** Half a character cannot be sent: the runtime would send U+FFFD instead. */
export const HALF_A_PAIR = "holds half of a surrogate pair";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** Requests that are looked at; how many can be made is for the subrequest budget to say. */
const MAX_REQUESTS = 10_000;

/** Headers a request may have: more of them than servers accept can bring the runtime down. */
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

/** Characters that a transform may have. */
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
    .describe("A stream tells each step of a call as it is taken, as far as its reader keeps up."),
  transform: z
    .string()
    .min(1)
    .max(MAX_TRANSFORM_LENGTH)
    .optional()
    .describe(
      "A JavaScript module whose default export takes the answer and returns, or resolves to, JSON: `transformed` instead of `results`. " +
        "It reads numbers as JavaScript does: integers past 2^53 lose digits. " +
        "It runs in an isolate without network, where the Worker is configured to.",
    ),
});

/** A request that has been validated. */
export type GatherRequest = z.output<typeof GatherRequest>;

/** A request as something to run, and the way back from its results to the shape it came in. */
interface Planned {
  readonly plan: readonly PlannedCall[];
  /** What the caller calls each request: its key in the record, or its index. */
  readonly keys: readonly (string | number)[];
  readonly mode: Mode;
  readonly concurrency: number;
  readonly shaped: <R>(results: readonly R[]) => readonly R[] | Record<string, R>;
}

/**
 * Plans the calls that `request` asks for, on behalf of `caller`.
 *
 * @throws `Problem` 422 that names the field, for a valid request that cannot be carried out.
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
      throw fault(["requests", keys[index] ?? key, "required"], "has no meaning where only some are to succeed");
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

/** Strings go out as they are, anything else as JSON. */
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
