// Measured at a job's upstream: no more at once than `concurrency`, none sooner than `ratePerSecond` and `Retry-After`
// allow, none after the end.
import type { ServerResponse } from "node:http";
import { expect, test, vi } from "vitest";
import { JobAnswer } from "../../src/routes/jobs/job-answer.ts";
import { clockedServer } from "../support/clocked-server.ts";
import { ownBuilt } from "../support/own-built.ts";
import { API_KEY } from "../support/settings.ts";

type Document = ReturnType<typeof JobAnswer.parse>;

/** A Worker with jobs that may reach `origin` alone. */
async function workerFor(origin: string) {
  const { worker } = await ownBuilt({ ALLOWED_ORIGINS: origin, SUBREQUESTS: "1000" }, { jobs: true });
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(worker + path, {
      ...init,
      headers: { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/x-ndjson" },
    });
  const document = async (response: Response): Promise<Document> => JobAnswer.parse(await response.json());
  return {
    post: async (count: number, query: string) => {
      const body = Array.from({ length: count }, (_, index) => JSON.stringify({ url: `${origin}/${index}` })).join(
        "\n",
      );
      return document(await ask(`/jobs?${query}`, { method: "POST", body }));
    },
    cancel: async ({ links }: Document) => document(await ask(`${links.self}/cancel`, { method: "POST" })),
    status: async ({ links }: Document) => document(await ask(links.self)),
    ended: (job: Document) =>
      vi.waitFor(
        async () => {
          const status = await document(await ask(job.links.self));
          expect(status.endedAt).not.toBeNull();
          return status;
        },
        { timeout: 14_000, interval: 50 },
      ),
  };
}

test("J5 concurrency holds across consumers", async () => {
  // The first eight are answered when all have come: so many are let through at once.
  const held: ServerResponse[] = [];
  const { origin, most } = await clockedServer((response, count) => {
    held.push(response);
    if (count >= 8) for (const one of held.splice(0)) one.end();
  });
  const { post, ended } = await workerFor(origin);
  expect(await ended(await post(400, "concurrency=8"))).toMatchObject({ state: "done", ok: 400 });
  expect(most()).toBe(8);
});

test("J5 ratePerSecond=50: the k-th request of a job arrives no sooner than k x 20 ms after its upload, across consumers", async () => {
  const { origin, arrivals } = await clockedServer((response) => response.end());
  const { post, ended } = await workerFor(origin);
  const uploadedAt = Date.now();
  expect(await ended(await post(250, "ratePerSecond=50"))).toMatchObject({ state: "done", ok: 250 });
  const early = arrivals.filter((at, index) => at - uploadedAt < index * 20);
  expect([arrivals.length, early]).toEqual([250, []]);
}, 30_000);

test("J5 Retry-After puts off all that is for its origin", async () => {
  const { origin, arrivals } = await clockedServer((response, count) => {
    if (count > 1) response.end();
    else response.writeHead(429, { "Retry-After": "2" }).end();
  });
  const { post, ended } = await workerFor(origin);
  expect(await ended(await post(150, "concurrency=1"))).toMatchObject({ state: "done", ok: 150 });
  const [first = 0, second = 0] = arrivals;
  expect([arrivals.length, second - first >= 2_000]).toEqual([151, true]);
});

test("J3 no request arrives later than 1.5 s after a job was cancelled", async () => {
  const { origin, arrivals } = await clockedServer((response) => setTimeout(() => response.end(), 100));
  const { post, cancel, ended, status } = await workerFor(origin);
  const job = await post(2_000, "concurrency=60");
  await vi.waitFor(async () => expect((await status(job)).settled).toBeGreaterThan(0), { timeout: 10_000 });
  expect(await cancel(job)).toMatchObject({ state: "cancelling" });
  const cancelledAt = Date.now();
  const { byOutcome, settled } = await ended(job);
  expect([settled, (byOutcome["cancelled"] ?? 0) > 0]).toEqual([2_000, true]);
  expect((arrivals.at(-1) ?? 0) - cancelledAt).toBeLessThanOrEqual(1_500);
});
