// Errors as RFC 9457 problem documents: the one form in which anything is refused.
import * as z from "zod";
import { type CoreKind, kindOf, type ProblemKind } from "./kinds.ts";

/** One field of the request that is wrong. */
export interface FieldFault {
  /** Where: `requests[2].url`, `times`. */
  readonly field: string;
  readonly message: string;
}

/** The document, as the OpenAPI document describes it. */
export const ProblemDocument = z.looseObject({
  type: z.string().meta({ examples: [kindOf("not-found").type] }),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
});

/** What a client reads of an answer that is not the handler's own. */
export type ProblemDocument = z.output<typeof ProblemDocument>;

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

/** Thrown from anywhere in a handler, it becomes the answer. `kind` is a kind of the core by name, or one that `defineProblem` made. */
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

/** The problem as RFC 9457 writes it. */
export function problemDocument({ kind, details }: Problem): Record<string, unknown> {
  const { type, title, status } = kind;
  const { detail, errors, extensions } = details;
  return { type, title, status, detail, errors, ...extensions };
}

/** The problem that was thrown: `error` itself, or the first of those that a helper put together. */
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
