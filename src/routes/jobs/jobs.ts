// Durable fan-out over HTTP: a job is uploaded, watched, read, cancelled, forgotten.
import { type Context, Hono } from "hono";
import { type JobBindings, jobBindingsOf } from "../../jobs/bindings.ts";
import { jobNameOf } from "../../jobs/job-id.ts";
import { hasEnded, type Watched } from "../../jobs/job-status.ts";
import { endIdOf, progressEvents } from "../../jobs/progress-events.ts";
import { readResults } from "../../jobs/read-results.ts";
import { access } from "../../middleware/access.ts";
import { callerOf } from "../../access/caller-of.ts";
import { query } from "../../middleware/input.ts";
import { faulty } from "../../problems/field-problem.ts";
import { Problem } from "../../problems/problem.ts";
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

/** The routes of jobs. All need a key; a job is its caller's alone. */
export const jobs = new Hono<AppEnv>()
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
    const { cursor, limit } = c.req.valid("query");
    if (Number(cursor) > watched.seq) throw faulty("invalid-query", "cursor", "is not a cursor of this job");
    const lines = readResults(bindings, { id, owner }, Number(cursor), limit);
    const headers = { ...STREAM, "Content-Type": "application/x-ndjson; charset=utf-8" };
    const answer: Response = c.body(textStream(lines), 200, headers);
    return answer as TextAnswer;
  })
  .get("/jobs/:id/events", access, rateLimit, eventsDocs, async function getEvents(c) {
    const { job, watched, id, owner } = await find(c, c.req.param("id"));
    const lastId = Number(c.req.header("Last-Event-ID") ?? NaN);
    // An EventSource that has seen the end stops for good.
    if (hasEnded(watched.status.state) && lastId >= endIdOf(watched)) return c.body(null, 204, NO_STORE);
    const events = progressEvents(watched, () => job.watch(id, owner), jobDocument);
    const headers = { ...STREAM, "Content-Type": "text/event-stream; charset=utf-8" };
    const answer: Response = c.body(textStream(events), 200, headers);
    return answer as TextAnswer;
  });

/** @throws `Problem` 404 where the Worker has no jobs. */
function bindingsOf(c: Context<AppEnv>): JobBindings {
  const bindings = jobBindingsOf(c.env);
  if (bindings !== undefined) return bindings;
  const detail = "this Worker has no jobs: add the lines in src/jobs/README.md to wrangler.toml";
  throw new Problem(jobsUnavailable, { detail });
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
