// One line of an upload, checked before anything runs.
import * as z from "zod";
import type { NewRequest } from "../../jobs/pack-chunks.ts";
import { invalid } from "../../problems/field-problem.ts";
import { Problem } from "../../problems/problem.ts";
import { unlisted } from "../../upstream/layers/guard.ts";
import { JobRequest } from "./job-request.ts";

/** Methods whose requests may be sent twice. */
const REPEATABLE = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);

/**
 * The request in `text`, which is line `number` of an upload, counted from 1.
 *
 * @throws `Problem` 422 that names the line and the field.
 */
export function checkLine(text: string, number: number, allowedOrigins: ReadonlySet<string>): NewRequest {
  const parsed = JobRequest.safeParse(parseLine(text, number));
  if (!parsed.success) throw ofLine(number, invalid("invalid-field", parsed.error));
  const refusal = refusalOf(parsed.data.url, allowedOrigins);
  if (refusal !== undefined) throw lineProblem(number, refusal, "url");
  return newRequest(text, parsed.data);
}

/** The request `requests[index]` of a JSON document, which has been validated. @throws `Problem` 422 that names it. */
export function checkEntry(
  request: z.output<typeof JobRequest>,
  index: number,
  allowedOrigins: ReadonlySet<string>,
): NewRequest {
  const refusal = refusalOf(request.url, allowedOrigins);
  if (refusal !== undefined) {
    const errors = [{ field: `requests[${index}].url`, message: refusal }];
    throw new Problem("invalid-field", { detail: `requests[${index}].url: ${refusal}`, errors });
  }
  return newRequest(JSON.stringify(request), request);
}

/** The problem of one line. */
export function lineProblem(
  number: number,
  message: string,
  field?: string,
  kind: "invalid-field" | "body-too-large" = "invalid-field",
): Problem {
  return ofLine(number, new Problem(kind, { detail: "", errors: [{ field: field ?? "", message }] }));
}

function ofLine(number: number, { kind, details }: Problem): Problem {
  const errors = (details.errors ?? []).map(({ field, message }) => {
    return { field: ["", "(body)"].includes(field) ? `line ${number}` : `line ${number}: ${field}`, message };
  });
  return new Problem(kind, { detail: errors.map(({ field, message }) => `${field}: ${message}`).join("; "), errors });
}

function parseLine(text: string, number: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw lineProblem(number, `is not JSON: ${(error as Error).message}`);
  }
}

function newRequest(json: string, { url, method, idempotent }: z.output<typeof JobRequest>): NewRequest {
  return { json, origin: new URL(url).origin, once: idempotent === undefined ? !REPEATABLE.has(method) : !idempotent };
}

function refusalOf(text: string, allowedOrigins: ReadonlySet<string>): string | undefined {
  const { protocol, username, password, origin } = new URL(text);
  if (protocol !== "https:" && protocol !== "http:") return "must be an http or https URL";
  if (username !== "" || password !== "") return "must not carry credentials";
  return unlisted(origin, allowedOrigins);
}
