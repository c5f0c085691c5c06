// The kinds of problems that the Worker answers with. An endpoint adds its own with `defineProblem`.
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { PROJECT_NAME } from "../project-name.ts";

/** The common members of all problems of one kind. */
export interface ProblemKind {
  /** A URI that clients can rely on. */
  readonly type: string;
  readonly status: ContentfulStatusCode;
  readonly title: string;
}

const core = {
  "invalid-field": [422, "A field of the request is invalid"],
  "invalid-query": [400, "A query parameter is invalid"],
  "invalid-header": [400, "A header is invalid"],
  "invalid-path": [400, "A parameter of the path is invalid"],
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

/** The name of a kind of the core: the last part of its `type`. */
export type CoreKind = keyof typeof core;

/** The statuses of the core's kinds. */
export type CoreStatus = (typeof core)[CoreKind][0];

/** Returns the kind with this name. */
export function kindOf(name: CoreKind): ProblemKind {
  const [status, title] = core[name];
  return defineProblem(name, status, title);
}

/**
 * Defines a kind of problem. `type` is a URI, or a name that becomes one: `urn:<project>:problem:<name>`.
 *
 * @example
 * const soldOut = defineProblem("sold-out", 409, "The item is sold out");
 * throw new Problem(soldOut, { detail: `no ${name} is left` });
 */
export function defineProblem(type: string, status: ContentfulStatusCode, title: string): ProblemKind {
  return { type: type.includes(":") ? type : `urn:${PROJECT_NAME}:problem:${type}`, status, title };
}
