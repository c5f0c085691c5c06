// Durable fan-out over HTTP: a job is uploaded, watched, read, cancelled, forgotten.
import { type Context, Hono } from "hono";
import type { ApplyGlobalResponse } from "hono/client";
import { type JobBindings, jobBindingsOf } from "../../jobs/bindings.ts";
import { jobNameOf } from "../../jobs/job-id.ts";
import { hasEnded, type Watched } from "../../jobs/job-status.ts";
import { endIdOf, progressEvents } from "../../jobs/progress-events.ts";
import { readResults } from "../../jobs/read-results.ts";
import { access } from "../../middleware/access.ts";
import { callerOf } from "../../access/caller-of.ts";
import { settingsOf } from "../../env.ts";
import { query } from "../../middleware/input.ts";
import { faulty } from "../../problems/field-problem.ts";
import { Problem, type ProblemDocument } from "../../problems/problem.ts";
import { jobsUnavailable, jobRunning } from "./job-problems.ts";
import { rateLimit } from "../../middleware/rate-limit.ts";
import { type AppEnv, keepAlive } from "../../middleware/scope.ts";
import type { TextAnswer } from "../../streams/text-answer.ts";
import { textStream } from "../../streams/text-stream.ts";
import { jobDocument } from "./job-answer.ts";
import { cancelDocs, deleteDocs, eventsDocs, getDocs, postDocs, resultsDocs } from "./job-docs.ts";
import { ResultsQuery } from "./job-request.ts";
import { submitJob } from "./submit-job.ts";

const NO_STORE = { "Cache-Control": "no-store" };

/** Compressed, the first lines of a stream would wait for the last. */
const STREAM = { ...NO_STORE, "Content-Encoding": "identity", "X-Accel-Buffering": "no" };

/** Lines of a page of results, unless its caller says otherwise. */
const PAGE_LINES = 1_000;

/** Subrequests of a request that finding the job and the rate limit take; and those that a page needs to get on. */
const OTHER_SUBREQUESTS = 10;
const LEAST_QUESTIONS = 6;

const routes = new Hono<AppEnv>()
  .post("/jobs", access, rateLimit, postDocs, async function postJob(c) {
    const work = submitJob(c, bindingsOf(c), await callerOf(c));
    // An upload whose client leaves is taken back all the same.
    keepAlive(
      c,
      work.then(
        () => undefined,
        () => undefined,
      ),
    );
    const document = jobDocument((await work).status);
    return c.json(document, 202, { ...NO_STORE, Location: document.links.self });
  })
  .get("/jobs/:id", access, rateLimit, getDocs, async function getJob(c) {
    const { watched } = await find(c, c.req.param("id"));
    return c.json(jobDocument(watched.status), 200, NO_STORE);
  })
  .delete("/jobs/:id", access, rateLimit, deleteDocs, async function deleteJob(c) {
    const { job, id, owner } = await find(c, c.req.param("id"));
    const removal = await job.remove(id, owner);
    if (removal === "running")
      throw new Problem(jobRunning, {
        detail: `job ${id} has not ended: cancel it first, with POST /jobs/${id}/cancel`,
      });
    return c.body(null, 204, NO_STORE);
  })
  .post("/jobs/:id/cancel", access, rateLimit, cancelDocs, async function cancelJob(c) {
    const { job, id, owner } = await find(c, c.req.param("id"));
    const watched = await job.cancel(id, owner);
    if (watched === undefined) throw unknown(id);
    return c.json(jobDocument(watched.status), 202, NO_STORE);
  })
  .get("/jobs/:id/results", access, rateLimit, query(ResultsQuery), resultsDocs, async function getResults(c) {
    const { bindings, watched, id, owner } = await find(c, c.req.param("id"));
    const { cursor, limit, outcome, follow: follows } = c.req.valid("query");
    if (Number(cursor) > watched.seq) throw faulty("invalid-query", "cursor", "is not a cursor of this job");
    const follow = follows === "true";
    const lines = readResults(
      bindings,
      { id, owner },
      {
        cursor: Number(cursor),
        limit: limit ?? (follow ? Infinity : PAGE_LINES),
        questions: questionsOf(c),
        failedOnly: outcome === "failed",
        follow,
      },
    );
    const headers = { ...STREAM, "Content-Type": "application/x-ndjson; charset=utf-8" };
    const answer: Response = c.body(textStream(lines), 200, headers);
    return answer as TextAnswer;
  })
  .get("/jobs/:id/events", access, rateLimit, eventsDocs, async function getEvents(c) {
    const { job, watched, id, owner } = await find(c, c.req.param("id"));
    const lastId = Number(c.req.header("Last-Event-ID") ?? NaN);
    // An EventSource that has seen the end stops for good.
    if (hasEnded(watched.status.state) && lastId >= endIdOf(watched)) return c.body(null, 204, NO_STORE);
    const events = progressEvents(watched, () => job.watch(id, owner), {
      document: jobDocument,
      questions: questionsOf(c),
    });
    const headers = { ...STREAM, "Content-Type": "text/event-stream; charset=utf-8" };
    const answer: Response = c.body(textStream(events), 200, headers);
    return answer as TextAnswer;
  });

/**
 * The routes of jobs. All need a key; a job is its caller's alone. Their type tells typed clients of the status 409,
 * which no problem of the core has.
 */
export const jobs = routes as unknown as ApplyGlobalResponse<typeof routes, { 409: { json: ProblemDocument } }>;

/** @throws `Problem` 404 where the Worker has no jobs. */
function bindingsOf(c: Context<AppEnv>): JobBindings {
  const bindings = jobBindingsOf(c.env);
  if (bindings !== undefined) return bindings;
  const detail = "this Worker has no jobs: add the lines in src/jobs/README.md to wrangler.toml";
  throw new Problem(jobsUnavailable, { detail });
}

/** Questions to objects that a stream may ask: they are subrequests. */
function questionsOf(c: Context<AppEnv>): number {
  return Math.max(LEAST_QUESTIONS, settingsOf(c.env).SUBREQUESTS - OTHER_SUBREQUESTS);
}

/** Finds the job that the caller asks for. @throws `Problem` 404 if it does not exist or belongs to another caller. */
async function find(c: Context<AppEnv>, id: string) {
  const bindings = bindingsOf(c);
  const name = jobNameOf(id);
  if (name === undefined) throw unknown(id);
  const owner = await callerOf(c);
  const job = bindings.JOB.getByName(name);
  const watched: Watched | undefined = await job.watch(id, owner);
  if (watched === undefined) throw unknown(id);
  return { bindings, job, id, owner, watched };
}

function unknown(id: string): Problem {
  return new Problem("not-found", { detail: `there is no job ${JSON.stringify(id.slice(0, 64))}` });
}
