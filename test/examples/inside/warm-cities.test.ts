// The cron of the examples: after it, GET /city asks nobody.
import { env } from "cloudflare:workers";
import { createExecutionContext, createScheduledController, waitOnExecutionContext } from "cloudflare:test";
import { expect, onTestFinished, test, vi } from "vitest";
import { createApp } from "../../../src/app.ts";
import worker from "../../../src/index.ts";

test("B4 the cron puts the cities' answers into the cache", async () => {
  const log = vi.spyOn(console, "log").mockReturnValue();
  onTestFinished(() => log.mockRestore());
  const vars = { ...env, CACHE_UPSTREAMS: "true", LOG_REQUESTS: "true" };
  const ctx = createExecutionContext();
  await worker.scheduled(createScheduledController(), vars, ctx);
  await waitOnExecutionContext(ctx);
  expect(JSON.parse(String(log.mock.lastCall?.[0]))).toMatchObject({
    work: "warm-cities",
    calls: 12,
    outcomes: { ok: 12 },
  });

  const response = await createApp().request("/city?name=Lisbon", {}, vars);
  expect(await response.json()).toMatchObject({ complete: true, subrequests: 0, place: { name: "Lisbon" } });
});
