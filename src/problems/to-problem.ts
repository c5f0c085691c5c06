// Turns every error into a problem: a `Problem`, an upstream failure, Hono's `HTTPException`, or a mistake in the code.
import { HTTPException } from "hono/http-exception";
import { MisconfiguredError } from "../misconfigured-error.ts";
import { failureOf } from "../upstream/call/failure-of.ts";
import { Problem, problemIn } from "./problem.ts";
import { upstreamProblem } from "./upstream-problem.ts";

/** The type of a problem whose status says enough. RFC 9457 section 4.2.1. */
const BLANK = "about:blank";

/** Turns an error into a problem. A mistake in the code is logged, and the problem says only that. */
export function toProblem(error: unknown): Problem {
  const thrown = problemIn(error);
  if (thrown !== undefined) return thrown;
  if (error instanceof HTTPException) return httpProblem(error);
  const failure = failureOf(error);
  if (failure !== undefined) return upstreamProblem(failure.outcome, failure.message);
  console.error(error);
  if (error instanceof MisconfiguredError) return misconfigured(error);
  if (error instanceof SuppressedError) for (const inner of [error.suppressed, error.error]) console.error(inner);
  return new Problem("internal-error", { detail: "the error was logged" });
}

/** Names the variables that are wrong. Their values stay in the log. */
function misconfigured({ faults }: MisconfiguredError): Problem {
  const errors = faults.map(({ variable, what }) => ({ field: variable, message: what }));
  const detail = errors.map(({ field, message }) => `${field} ${message}`).join(", ");
  return new Problem("misconfigured", { detail, errors });
}

/** Returns the problem of an exception from Hono and its middleware. It keeps headers such as `WWW-Authenticate`. */
function httpProblem(exception: HTTPException): Problem {
  const { status, message, res, cause } = exception;
  const title = TITLES[status] ?? (status < 500 ? "The request was refused" : "The request failed");
  const { "content-type": _type, "content-length": _length, ...headers } = Object.fromEntries(res?.headers ?? []);
  return new Problem({ type: BLANK, status, title }, { detail: message || title, headers, cause });
}

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};
