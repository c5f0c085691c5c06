// One request to the Worker under test, and what a check reads of its answer.
import * as z from "zod";
import { holds, type Target } from "./check.ts";

/** The parts of a request that checks set. */
export interface Question {
  readonly method?: string;
  readonly accept?: string;
  /** Sent as JSON; a string goes out unchanged. */
  readonly body?: unknown;
  /** The key to send. @default the target's own; `null` sends none */
  readonly key?: string | null;
}

/** Sends a request for `path`. @throws what `fetch` throws, and the reason of the target's signal. */
export function ask(target: Target, path: string, { method, accept, body, key }: Question = {}): Promise<Response> {
  const bearer = key === undefined ? target.key : (key ?? undefined);
  const headers = new Headers();
  if (accept !== undefined) headers.set("Accept", accept);
  if (body !== undefined) headers.set("Content-Type", "application/json");
  if (bearer !== undefined) headers.set("Authorization", `Bearer ${bearer}`);
  return fetch(target.url + path, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers,
    body: body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body),
    signal: target.signal,
    redirect: "manual",
  });
}

/** Reads a JSON answer with `status`. @throws `Error` for another status, type or shape. */
export async function jsonOf<S extends z.ZodType>(response: Response, schema: S, status = 200): Promise<z.output<S>> {
  const text = await response.text();
  holds(response.status === status, `status ${response.status} instead of ${status}: ${text.slice(0, 200)}`);
  const parsed = schema.safeParse(parse(text));
  holds(parsed.success, `unexpected answer: ${parsed.success ? "" : z.prettifyError(parsed.error)}`);
  return parsed.data;
}

const Problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
});

/** Reads a problem document (RFC 9457). @throws `Error` for another status, type or shape. */
export async function problemOf(response: Response, status: number): Promise<z.output<typeof Problem>> {
  const type = response.headers.get("Content-Type");
  const problem = await jsonOf(response, Problem, status);
  holds(type === "application/problem+json", `${status} is sent as ${type}, not as application/problem+json`);
  holds(problem.status === status, `${status} says in its document that it is ${problem.status}`);
  return problem;
}

/** @throws `Error` unless the header `name` has this value. */
export function hasHeader(response: Response, name: string, value: string): void {
  const found = response.headers.get(name);
  holds(found === value, `${name} is ${found ?? "missing"} instead of ${value}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`not JSON: ${text.slice(0, 200)}`);
  }
}
