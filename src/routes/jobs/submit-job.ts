// `POST /jobs`: an upload becomes a job, or, under a key that was used before, is the job that there is.
import type { Context } from "hono";
import * as z from "zod";
import { settingsOf } from "../../env.ts";
import type { JobBindings } from "../../jobs/bindings.ts";
import { fillJob, MAX_REQUESTS } from "../../jobs/fill-job.ts";
import { jobNameOf, newJobId } from "../../jobs/job-id.ts";
import { JobOptions } from "../../jobs/job-options.ts";
import type { Watched } from "../../jobs/job-status.ts";
import type { NewRequest } from "../../jobs/pack-chunks.ts";
import { chunkRequestsFor, UploadGivenUpError } from "../../jobs/upload.ts";
import { isJsonType } from "../../streams/json-type.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { faulty, invalid } from "../../problems/field-problem.ts";
import { Problem } from "../../problems/problem.ts";
import { uploadRunning, notRequests, keyReused } from "./job-problems.ts";
import type { AppEnv } from "../../middleware/scope.ts";
import { keepBodyNumbers } from "../gather/keep-body-numbers.ts";
import { checkEntry, checkLine, lineProblem } from "./check-line.ts";
import { JobDocument, JobQuery } from "./job-request.ts";
import { isNdjson, openUpload } from "./read-upload.ts";

/** The content of an upload. */
interface Brought {
  readonly options: JobOptions;
  readonly requests: AsyncIterable<NewRequest>;
  readonly digest: () => Promise<string>;
  /** Reads the rest, for its digest. */
  readonly drain: () => Promise<void>;
}

/**
 * Makes the job of an upload and returns its status. @throws `Problem` for an invalid upload; nothing is stored then.
 */
export async function submitJob(c: Context<AppEnv>, bindings: JobBindings, owner: string): Promise<Watched> {
  const { SUBREQUESTS, ALLOWED_ORIGINS } = settingsOf(c.env);
  const key = keyOf(c);
  const { options, requests, digest, drain } = isNdjson(c)
    ? fromLines(c, ALLOWED_ORIGINS)
    : await fromDocument(c, ALLOWED_ORIGINS);
  const opening = { id: await newJobId(owner, key), owner, options };
  const job = bindings.JOB.getByName(jobNameOf(opening.id) ?? "");
  const full = async (): Promise<string> => `${await digest()} ${JSON.stringify(options)}`;
  const opened = await job.open(opening);
  if (!opened.opened) {
    if (opened.digest === null)
      throw new Problem(uploadRunning, { detail: "the job of this Idempotency-Key is still being uploaded" });
    await drain();
    if (opened.digest !== (await full()))
      throw faulty(keyReused, "Idempotency-Key", "was used for other requests or options");
    return existing(await job.watch(opened.id, owner));
  }
  try {
    await fillJob(bindings, opening, { requests, digest: full, chunkRequests: chunkRequestsFor(SUBREQUESTS) });
  } catch (error) {
    if (error instanceof UploadGivenUpError) throw faulty("request-timeout", "(body)", error.message);
    throw error;
  }
  return existing(await job.watch(opening.id, owner));
}

function existing(watched: Watched | undefined): Watched {
  if (watched === undefined) throw new Problem("not-found", { detail: "the job was deleted meanwhile" });
  return watched;
}

function keyOf(c: Context<AppEnv>): string | undefined {
  const key = c.req.header("Idempotency-Key");
  if (key === undefined || /^[\x20-\x7e]{1,255}$/.test(key)) return key;
  throw faulty("invalid-field", "Idempotency-Key", "must have 1 to 255 printable ASCII characters");
}

/** The options in the query. @throws `Problem` 400 that names each bad one. */
function optionsOf(c: Context<AppEnv>): z.output<typeof JobQuery> {
  const query = JobQuery.safeParse(c.req.query());
  if (!query.success) throw invalid("invalid-query", query.error);
  return query.data;
}

function fromLines(c: Context<AppEnv>, allowedOrigins: ReadonlySet<string>): Brought {
  const options = optionsOf(c);
  const { lines, digest, cancel } = openUpload(c);
  return { options, requests: requests(), digest, drain };

  async function* requests(): AsyncGenerator<NewRequest> {
    let count = 0;
    try {
      for await (const { text, number } of lines) {
        if (++count > MAX_REQUESTS)
          throw lineProblem(number, `a job may have at most ${MAX_REQUESTS} requests`, undefined, "body-too-large");
        yield checkLine(text, number, allowedOrigins);
      }
      if (count === 0) throw faulty("invalid-field", "(body)", "must hold at least one request");
    } finally {
      await cancel();
    }
  }

  async function drain(): Promise<void> {
    for await (const _line of lines) void _line;
  }
}

async function fromDocument(c: Context<AppEnv>, allowedOrigins: ReadonlySet<string>): Promise<Brought> {
  optionsOf(c);
  if (!isJsonType(c.req.header("Content-Type") ?? "")) {
    const what = "must be application/x-ndjson or application/json";
    throw faulty(notRequests, "Content-Type", what, { Accept: "application/x-ndjson, application/json" });
  }
  await jsonBody(JobDocument, { amend: withQuery })(c as never, () => Promise.resolve());
  const { requests, ...options } = c.req.valid("json" as never) as z.output<typeof JobDocument>;
  const text = new TextEncoder().encode(JSON.stringify(requests));
  const digest = async (): Promise<string> => new Uint8Array(await crypto.subtle.digest("SHA-256", text)).toHex();
  return { options, requests: entries(), digest, drain: () => Promise.resolve() };

  /** Options may stand in the query, as they do beside NDJSON. */
  function withQuery(value: unknown, source: string): void {
    keepBodyNumbers(value, source);
    if (typeof value !== "object" || value === null) return;
    const written = value as Record<string, unknown>;
    for (const [name, option] of Object.entries(c.req.query())) {
      written[name] ??= option;
      if (String(written[name]) !== option) throw faulty("invalid-query", name, "differs from that of the document");
    }
  }

  async function* entries(): AsyncGenerator<NewRequest> {
    for (const [index, request] of requests.entries()) yield checkEntry(request, index, allowedOrigins);
  }
}
