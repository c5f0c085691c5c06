// Names the reason why an endpoint cannot be rehearsed, and the way out of it.
import * as z from "zod";
import { merged } from "./openapi.ts";
import type { Reading } from "./reading.ts";
import type { RehearsedRequest } from "./ask.ts";

/**
 * Returns advice on `reading`, the answer to `request` while nothing fails; `undefined` for one that can be rehearsed.
 */
export async function adviceOn(
  reading: Reading,
  { method, path }: RehearsedRequest,
  worker: string,
): Promise<string | undefined> {
  const { status, problem, complete, parts, subrequests } = reading;
  const what = `${method} ${path}`;
  const detail = problem === undefined ? "" : `: ${problem.detail}`;
  if (status === 401 || status === 403)
    return `${what} answered ${status}${detail}. Use --header "Name: value", and --var API_KEYS=… to set a key`;
  if (status === 404 || status === 405) return `${what} answered ${status}${detail}.\n${await listed(worker)}`;
  if (status === 400 || status === 415 || status === 422) {
    const errors = faultsIn(problem);
    return `${what} is a request that the endpoint refuses${errors ?? detail}`;
  }
  if (status === 429) return `${what} answered 429 before anything failed${detail}`;
  const isMerged =
    complete !== undefined && subrequests !== undefined && (problem !== undefined || Object.keys(parts).length > 0);
  if (!isMerged && status < 400)
    return `${what} is not a merged endpoint: its answer has no parts.\n${await listed(worker)}`;
  if (status === 500) return `${what} answered 500 with all upstreams well${detail}`;
  return undefined;
}

const Errors = z.object({ errors: z.array(z.object({ field: z.string(), message: z.string() })) });

function faultsIn(problem: unknown): string | undefined {
  const { data } = Errors.safeParse(problem);
  return data && `: ${data.errors.map(({ field, message }) => `${field} ${message}`).join("; ")}`;
}

/** The sentence that lists the endpoints of the Worker at `worker`. */
async function listed(worker: string): Promise<string> {
  const all = await merged(worker);
  const names = all.map(({ method, path }) => `${method} ${path}`).join(", ");
  return `Endpoints that can be rehearsed: ${names === "" ? "none; write one with merge(…)" : names}`;
}
