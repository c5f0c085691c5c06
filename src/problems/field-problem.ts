// The problem of a request with invalid fields. It names each field.
import type * as z from "zod";
import { fieldOf } from "../upstream/field-of.ts";
import type { CoreKind, ProblemKind } from "./kinds.ts";
import { type FieldFault, Problem } from "./problem.ts";

/** Fields that a problem names. */
const MAX_FAULTS = 10;

/** Returns the problem of a value that a zod schema refused. */
export function invalid(kind: "invalid-field" | "invalid-query" | "invalid-path", error: z.core.$ZodError): Problem {
  const errors = error.issues.flatMap((issue) => faultsOf(issue, [])).slice(0, MAX_FAULTS);
  return new Problem(kind, { detail: errors.map(({ field, message }) => `${field}: ${message}`).join("; "), errors });
}

/** Returns the problem of one invalid field. */
export function faulty(
  kind: CoreKind | ProblemKind,
  field: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Problem {
  return new Problem(kind, { detail: `${field}: ${message}`, errors: [{ field, message }], headers });
}

function faultsOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): FieldFault[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ field: fieldOf([...path, key]), message: "is not a known field" }));
  }
  // The branch of a union that matched furthest is the one that the caller meant.
  const branch =
    issue.code === "invalid_union" ? issue.errors.toSorted((a, b) => reachOf(b) - reachOf(a))[0] : undefined;
  if (branch !== undefined && reachOf(branch) > 0) return branch.flatMap((inner) => faultsOf(inner, path));
  const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  return [{ field: fieldOf(path), message: missing ? "is missing" : issue.message }];
}

/** Returns how far a branch matched. A value of the wrong type does not count as a step. */
function reachOf(issues: readonly z.core.$ZodIssue[]): number {
  const steps = issues.map(({ path, code }) => path.length + (code === "invalid_type" ? 0 : 1));
  return Math.max(0, ...steps);
}
