// Jobs from code: a handler, a cron, a queue.
import { settingsOf } from "../env.ts";
import { jobBindingsOf } from "./bindings.ts";
import { fillJob } from "./fill-job.ts";
import { JobHandle } from "./job-handle.ts";
import { jobNameOf, newJobId } from "./job-id.ts";
import { JobOptions, type JobOptionsInput } from "./job-options.ts";
import type { NewRequest } from "./pack-chunks.ts";
import { chunkRequestsFor } from "./upload.ts";

/** Methods whose requests may be sent twice. */
const REPEATABLE = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);

/** Characters of a request, as of a line that is uploaded. */
const MAX_LENGTH = 65_536;

/** A request to a URL, as in `POST /gather`. */
export interface UrlRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly timeoutMs?: number;
  /** True if it may be sent twice. @default true for GET, HEAD, OPTIONS, PUT and DELETE */
  readonly idempotent?: boolean;
  /** Comes back with the result. */
  readonly key?: string;
}

/** A call of a declared upstream, by the name that `jobConsumer` knows it by. */
export interface UpstreamRequest {
  readonly upstream: string;
  /** JSON. */
  readonly input: unknown;
  /** True if it may be sent twice. Required, because a job cannot see the upstream's method. */
  readonly idempotent: boolean;
  readonly key?: string;
}

/** One request of a job. */
export type JobItem = UrlRequest | UpstreamRequest;

/** Options of a job that is started from code. */
export interface StartOptions extends JobOptionsInput {
  /** The caller that may see it over HTTP. @default none: only code sees it */
  readonly owner?: string;
  /** The same key of the same owner leads to the same job, as long as that is there, whatever the requests. */
  readonly idempotencyKey?: string;
}

/** The owner of jobs that only code sees. */
const CODE = "code";

/**
 * Starts a job and resolves when all its requests are stored. `requests` may be any iterable: it is pulled no faster
 * than they are stored.
 *
 * @throws `Error` where the Worker has no jobs; `TypeError` for an invalid request; the errors of `requests`. Nothing
 * is stored then.
 *
 * @example
 * const job = await startJob(env, cities.map((city) => ({ upstream: "forecast", input: city, idempotent: true })), {
 * ratePerSecond: 5 }); console.log((await job.status()).settled);
 */
export async function startJob(
  env: Env,
  requests: AsyncIterable<JobItem> | Iterable<JobItem>,
  { owner = CODE, idempotencyKey, ...given }: StartOptions = {},
): Promise<JobHandle> {
  const bindings = jobBindingsOf(env);
  if (bindings === undefined) throw new Error("this Worker has no jobs: see src/jobs/README.md");
  const opening = { id: await newJobId(owner, idempotencyKey), owner, options: JobOptions.parse(given) };
  const opened = await bindings.JOB.getByName(jobNameOf(opening.id) ?? "").open(opening);
  if (!opened.opened) return new JobHandle(bindings, { id: opened.id, owner });
  const chunkRequests = chunkRequestsFor(settingsOf(env).SUBREQUESTS);
  await fillJob(bindings, opening, { requests: checked(requests), digest: () => Promise.resolve(CODE), chunkRequests });
  return new JobHandle(bindings, opening);
}

async function* checked(items: AsyncIterable<JobItem> | Iterable<JobItem>): AsyncGenerator<NewRequest> {
  let index = 0;
  for await (const item of items) yield toRequest(item, index++);
}

function toRequest(item: JobItem, index: number): NewRequest {
  const json = JSON.stringify(item);
  if (json.length > MAX_LENGTH)
    throw new TypeError(`request ${index} has ${json.length} characters, of ${MAX_LENGTH} that it may have`);
  if ("upstream" in item) return { json, origin: `upstream ${item.upstream}`, once: !item.idempotent };
  const url = URL.parse(item.url);
  if (url === null) throw new TypeError(`request ${index}: ${JSON.stringify(item.url)} is not a URL`);
  const { method = "GET", idempotent = REPEATABLE.has(method.toUpperCase()) } = item;
  return { json, origin: url.origin, once: !idempotent };
}
