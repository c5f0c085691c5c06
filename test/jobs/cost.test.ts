// What a job costs in rows, which are billed.
import { runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { writeLines } from "../../src/jobs/chunk-line.ts";
import { JobOptions } from "../../src/jobs/job-options.ts";
import { bindings, reportOf } from "./ledger.ts";
import { LocalObjects } from "./local-objects.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: Date.UTC(2090, 0, 1) }));
afterEach(() => void vi.useRealTimers());

test("a request costs at most 0.15 rows written, in chunks of 100", async () => {
  const requests = 10_000;
  const written = await runInDurableObject(bindings.SHARD.getByName("cost"), async (_, state) => {
    const objects = new LocalObjects(state);
    const id = `${"c".repeat(24)}-00000000`;
    objects.job.open({ id, owner: "cost", options: JobOptions.parse({ concurrency: 60 }) });
    const chunks = Array.from({ length: requests / 100 }, (_unused, chunk) => {
      const lines = Array.from({ length: 100 }, (_none, at) => ({ index: chunk * 100 + at, json: "{}" }));
      return { id: chunk, lane: "https://o.test", once: false, lines: 100, left: writeLines(lines) };
    });
    objects.shard.append({ job: id, id: 0, maxBodyBytes: 100 }, chunks);
    objects.job.seal(id, "digest", [requests]);
    await objects.fireAlarms();
    // Ten chunks at once, a second each.
    while (objects.messages.length > 0) {
      for (const { chunk } of objects.messages.splice(0)) {
        const claim = objects.shard.claim(1, chunk);
        if (claim === null) expect.fail("a chunk is not there");
        objects.shard.checkpoint(chunk, claim.token, reportOf(claim));
      }
      await vi.advanceTimersByTimeAsync(1_000);
      await objects.fireAlarms();
    }
    expect(objects.job.watch(id, "cost")?.status).toMatchObject({ state: "done", ok: requests });
    return objects.rowsWritten;
  });
  expect(written / requests).toBeLessThanOrEqual(0.15);
});
