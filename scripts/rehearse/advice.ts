// Why an endpoint cannot be rehearsed, in words that say what to do. The Worker's own OpenAPI document knows which can.
import * as z from "zod";
import { merged } from "./openapi.ts";
import type { Reading } from "./reading.ts";
import type { RehearsedRequest } from "./ask.ts";

/** Returns what to do about `reading`, the answer to `request` while nothing fails; `undefined` where it is merged and well. */
export async function adviceOn(
  reading: Reading,
  { method, path }: RehearsedRequest,
  worker: string,
): Promise<string | undefined> {
  const { status, problem, complete, parts, subrequests } = reading;
  const what = `${method} ${path}`;
  const detail = problem === undefined ? "" : `: ${problem.detail}`;
  if (status === 401 || status === 403)
    return `${what} answered ${status}${detail}. Send what it asks for with --header "Name: value", and set a key with --var API_KEYS=…`;
  if (status === 404 || status === 405)
    return `${what} answered ${status}${detail}.\nEndpoints that can be rehearsed: ${await listed(worker)}`;
  if (status === 400 || status === 415 || status === 422) {
    const errors = faultsIn(problem);
    return `${what} is a request that the endpoint refuses${errors ?? detail}`;
  }
  if (status === 429) return `${what} answered 429 before anything failed${detail}`;
  const isMerged =
    complete !== undefined && subrequests !== undefined && (problem !== undefined || Object.keys(parts).length > 0);
  if (!isMerged && status < 400)
    return `${what} is not a merged endpoint: its answer has no parts. Endpoints that can be rehearsed: ${await listed(worker)}`;
  if (status === 500) return `${what} answered 500 with all upstreams well${detail}`;
  return undefined;
}

const Errors = z.object({ errors: z.array(z.object({ field: z.string(), message: z.string() })) });

function faultsIn(problem: unknown): string | undefined {
  const { data } = Errors.safeParse(problem);
  return data && `: ${data.errors.map(({ field, message }) => `${field} ${message}`).join("; ")}`;
}

async function listed(worker: string): Promise<string> {
  const all = await merged(worker);
  return all.length === 0
    ? "none; write one with merge(…)"
    : all.map(({ method, path }) => `${method} ${path}`).join(", ");
}
