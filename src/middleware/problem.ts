// Errors as RFC 9457 problem documents: the one form in which anything is refused.
import type { ContentfulStatusCode } from "hono/utils/http-status";
import * as z from "zod";
import { fieldOf } from "../upstream/field-of.ts";
import { isTime, type Outcome } from "../upstream/outcome.ts";

/** One field of the request that is wrong. */
export interface FieldFault {
  /** Where: `requests[2].url`, `times`. */
  readonly field: string;
  readonly message: string;
}

/** The document, as the OpenAPI document tells it. */
export const ProblemDocument = z.looseObject({
  type: z
    .string()
    .regex(/^urn:edge-gather:problem:/)
    .meta({ examples: ["urn:edge-gather:problem:kind"] }),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
});

/** What a client reads of any answer that is none of the handler's own. */
export type ProblemDocument = z.output<typeof ProblemDocument>;

/** The kinds of problem, each a stable `type`, with its status and title. */
const kinds = {
  "invalid-field": [422, "A field of the request is invalid"],
  "invalid-query": [400, "A query parameter is invalid"],
  "invalid-json": [400, "The body is not JSON"],
  unauthorized: [401, "A key is needed"],
  "not-found": [404, "There is nothing here"],
  "method-not-allowed": [405, "The method is not allowed here"],
  "request-timeout": [408, "The request did not arrive in time"],
  "body-too-large": [413, "The body is too large"],
  "body-encoded": [415, "The body must be sent without compression"],
  "not-json": [415, "The body must be sent as application/json"],
  "transform-unavailable": [422, "This Worker runs no transforms"],
  "transform-invalid": [422, "The transform is not a module that exports a function"],
  "transform-failed": [422, "The transform failed"],
  "transform-bad-answer": [422, "The transform's answer cannot be sent"],
  "rate-limited": [429, "Too many requests"],
  "internal-error": [500, "Something went wrong here"],
  "upstream-failed": [502, "The upstreams did not answer as needed"],
  overloaded: [503, "The memory for bodies is full"],
  misconfigured: [503, "The Worker is misconfigured"],
  "upstream-timeout": [504, "The upstreams did not answer in time"],
  "transform-timeout": [504, "The transform did not answer in time"],
} as const satisfies Record<string, readonly [ContentfulStatusCode, string]>;

/** The last part of a problem's `type`. */
export type ProblemKind = keyof typeof kinds;

/** The status of any of them. */
export type ProblemStatus = (typeof kinds)[ProblemKind][0];

/** What a problem says besides its kind. */
export interface ProblemDetails {
  /** One sentence that names the field or upstream at fault. */
  readonly detail: string;
  readonly errors?: readonly FieldFault[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Members of the document beside the standard ones. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** Thrown from anywhere in a handler, it becomes the answer. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly kind: ProblemKind;
  readonly details: ProblemDetails;

  constructor(kind: ProblemKind, details: ProblemDetails) {
    super(details.detail, { cause: details.cause });
    this.kind = kind;
    this.details = details;
  }
}

/** The problem of a value that a zod schema refused. Names at most ten fields. */
export function invalid(kind: "invalid-field" | "invalid-query", error: z.core.$ZodError): Problem {
  const errors = error.issues.flatMap((issue) => faultsOf(issue, [])).slice(0, 10);
  return new Problem(kind, { detail: errors.map(({ field, message }) => `${field}: ${message}`).join("; "), errors });
}

/** The problem of one field that is known to be wrong. */
export function faulty(
  kind: ProblemKind,
  field: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Problem {
  return new Problem(kind, { detail: `${field}: ${message}`, errors: [{ field, message }], headers });
}

function faultsOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): FieldFault[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ field: fieldOf([...path, key]), message: "is not known here" }));
  }
  // Of a union's branches, the one that got furthest into the value is the one that was meant.
  const branch =
    issue.code === "invalid_union" ? issue.errors.toSorted((a, b) => reachOf(b) - reachOf(a))[0] : undefined;
  if (branch !== undefined && reachOf(branch) > 0) return branch.flatMap((inner) => faultsOf(inner, path));
  const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  return [{ field: fieldOf(path), message: missing ? "is missing" : issue.message }];
}

/** How far a branch got: a value of another type is no step into it. */
function reachOf(issues: readonly z.core.$ZodIssue[]): number {
  const steps = issues.map(({ path, code }) => path.length + (code === "invalid_type" ? 0 : 1));
  return Math.max(0, ...steps);
}

/** The status that goes with the problem. */
export function statusOf({ kind }: Problem): ProblemStatus {
  return kinds[kind][0];
}

/** The problem as RFC 9457 writes it. */
export function problemDocument({ kind, details }: Problem): Record<string, unknown> {
  const [status, title] = kinds[kind];
  const { detail, errors, extensions } = details;
  return { type: `urn:edge-gather:problem:${kind}`, title, status, detail, errors, ...extensions };
}

/** The problem of upstreams that did not answer as needed: 504 if it was time that ran out, else 502. */
export function upstreamProblem(outcome: Outcome, detail: string, rest: Omit<ProblemDetails, "detail"> = {}): Problem {
  return new Problem(isTime(outcome) ? "upstream-timeout" : "upstream-failed", { detail, ...rest });
}

/** The problem that was thrown: `error` itself, or the first of those that a `TaskGroup` or another helper put together. */
export function problemIn(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  const inside: readonly unknown[] =
    error instanceof SuppressedError
      ? [error.suppressed, error.error]
      : error instanceof AggregateError
        ? error.errors
        : [];
  return inside.map(problemIn).find((problem) => problem !== undefined);
}
