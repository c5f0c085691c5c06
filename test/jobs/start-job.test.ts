// Jobs from code: URLs and declared upstreams, run by the Worker's own consumer.
import { env } from "cloudflare:workers";
import { createExecutionContext, createMessageBatch } from "cloudflare:test";
import { expect, test } from "vitest";
import { forecast } from "../../src/examples/apis/forecast.ts";
import { jobConsumer } from "../../src/jobs/consume-jobs.ts";
import type { JobHandle } from "../../src/jobs/job-handle.ts";
import { type JobItem, startJob } from "../../src/jobs/start-job.ts";
import { corner, standInMisbehaves } from "../support/worker.ts";
import { Ledger } from "./ledger.ts";

const consume = jobConsumer({ forecast });
const lisbon = { upstream: "forecast", input: { latitude: 38.72, longitude: -9.14 }, idempotent: true };

/** Delivers every message that is out, until the job has ended. */
async function run(job: JobHandle): Promise<Map<number, Record<string, unknown>>> {
  const ledger = new Ledger(job.id);
  await ledger.fireJob();
  for (let chunks = await ledger.sent(); chunks.length > 0; chunks = await ledger.sent()) {
    const messages = chunks.map((chunk, at) => {
      return { id: String(at), timestamp: new Date(), attempts: 1, body: { v: 1, shard: `${job.id}:0`, chunk } };
    });
    await consume(createMessageBatch("jobs", messages), env, createExecutionContext());
  }
  await ledger.alarm();
  const text = (await Array.fromAsync(job.results())).join("");
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.pop()).toMatchObject({ end: true });
  return new Map(lines.map((line) => [Number(line["index"]), line]));
}

test("a declared upstream is called with its input, and its answer is what it declares", async () => {
  const job = await startJob(env, [{ ...lisbon, key: "Lisbon" }]);
  expect((await run(job)).get(0)).toMatchObject({
    key: "Lisbon",
    outcome: "ok",
    body: { code: 1, temperatureC: expect.any(Number) as number },
    timing: { attempts: 1 },
  });
  expect(await job.status()).toMatchObject({ state: "done", ok: 1 });
});

test("an answer that is not as declared is invalid", async () => {
  await standInMisbehaves("path=/v1/forecast&match=latitude%3D12.5&body=%7B%7D");
  const job = await startJob(env, [{ ...lisbon, input: { latitude: 12.5, longitude: 0 } }]);
  expect((await run(job)).get(0)).toMatchObject({ outcome: "invalid", status: 200 });
});

test("URLs, an upstream that is not there, and a header that is none", async () => {
  const { fault, seen } = corner();
  async function* items(): AsyncGenerator<JobItem> {
    yield { url: fault() };
    yield { upstream: "toString", input: {}, idempotent: true };
    yield { url: fault(), headers: { "not a name": "x" } };
    yield { url: "https://elsewhere.test/" };
  }
  const job = await startJob(env, items(), { concurrency: 2 });
  const outcomes = [...(await run(job))].toSorted(([a], [b]) => a - b).map(([, { outcome }]) => outcome);
  expect(outcomes).toEqual(["ok", "blocked", "blocked", "blocked"]);
  expect(await seen()).toMatchObject({ requests: 1 });
});

test("J2 the same key leads to the same job; another owner's does not", async () => {
  const key = { idempotencyKey: crypto.randomUUID() };
  const { id } = await startJob(env, [lisbon], key);
  expect((await startJob(env, [lisbon, lisbon], key)).id).toBe(id);
  expect((await startJob(env, [lisbon], { ...key, owner: "another" })).id).not.toBe(id);
});

test("a request that is none, or that cannot be produced, leaves no job behind", async () => {
  const key = { idempotencyKey: crypto.randomUUID() };
  const boom = new Error("no more requests");
  async function* broken(): AsyncGenerator<JobItem> {
    yield lisbon;
    throw boom;
  }
  await expect(startJob(env, broken(), key)).rejects.toBe(boom);
  await expect(startJob(env, [{ url: "x" }], key)).rejects.toThrow('request 0: "x" is not a URL');
  const large = { ...lisbon, input: "x".repeat(70_000) };
  await expect(startJob(env, [large], key)).rejects.toThrow(/of 65536 that it may have/);
  const job = await startJob(env, [lisbon], key);
  expect(await job.status()).toMatchObject({ state: "running", total: 1 });
  expect(await job.cancel()).toMatchObject({ state: "cancelling" });
});

test("a job of no requests is done", async () => {
  const job = await startJob(env, []);
  expect(await job.status()).toMatchObject({ state: "done", total: 0 });
  expect((await Array.fromAsync(job.results())).join("")).toBe('{"next":"0","end":true}\n');
});

test("without the bindings it says so", async () => {
  const { FORECAST_ORIGIN, ALLOWED_ORIGINS } = env;
  await expect(startJob({ FORECAST_ORIGIN, ALLOWED_ORIGINS } as Env, [])).rejects.toThrow(/has no jobs/);
});
