// Errors as RFC 9457 problem documents. The Worker refuses requests in this form only.
import * as z from "zod";
import { type CoreKind, kindOf, type ProblemKind } from "./kinds.ts";

/** One invalid field of the request. */
export interface FieldFault {
  /** The path of the field: `requests[2].url`, `times`. */
  readonly field: string;
  readonly message: string;
}

/** The schema of a problem document. */
export const ProblemDocument = z.looseObject({
  type: z.string().meta({ examples: [kindOf("not-found").type] }),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
});

/** A problem document, as a client reads it. */
export type ProblemDocument = z.output<typeof ProblemDocument>;

/** The details of a problem, besides its kind. */
export interface ProblemDetails {
  /** One sentence that names the field or upstream at fault. */
  readonly detail: string;
  readonly errors?: readonly FieldFault[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Extra members of the document. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * An error that becomes the answer. Throw it anywhere in a handler. `kind` is the name of a kind of the core, or a kind
 * from `defineProblem`.
 *
 * @example
 * throw new Problem("not-found", { detail: `no place is called ${JSON.stringify(name)}` });
 */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly kind: ProblemKind;
  readonly details: ProblemDetails;

  constructor(kind: CoreKind | ProblemKind, details: ProblemDetails) {
    super(details.detail, { cause: details.cause });
    this.kind = typeof kind === "string" ? kindOf(kind) : kind;
    this.details = details;
  }
}

/** Returns the problem as an RFC 9457 document. */
export function problemDocument({ kind, details }: Problem): Record<string, unknown> {
  const { type, title, status } = kind;
  const { detail, errors, extensions } = details;
  return { type, title, status, detail, errors, ...extensions };
}

/** Returns the problem in an error: the error itself, or the first one inside an error of a helper. */
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
