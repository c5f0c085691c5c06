// The cache of declared upstreams, in the built Worker: its own, so that no other test finds what this one kept.
import { expect, test, vi } from "vitest";
import * as z from "zod";
import { mergedAnswer } from "../../src/answers/merged-answer.ts";
import { ownBuilt } from "../support/own-built.ts";

const City = mergedAnswer({ place: z.unknown(), weather: z.unknown(), air: z.unknown(), summary: z.unknown() });

test("what is there is kept for the next request, what is missing is asked again", async () => {
  const { worker, upstreams } = await ownBuilt({ CACHE_UPSTREAMS: "true" });
  const city = async (): Promise<z.output<typeof City>> =>
    City.parse(await (await fetch(`${worker}/city?name=Lisbon`)).json());
  // Keeping goes on after the answer: soon, no later request asks for more than this.
  const settlesAt = (subrequests: number): Promise<z.output<typeof City>> =>
    vi.waitFor(async () => {
      const answer = await city();
      expect(answer.subrequests).toBe(subrequests);
      return answer;
    });

  const path = `${upstreams}/misbehave?path=/v1/air-quality&body=%5B%5D`;
  await fetch(path, { method: "POST" });
  const partial = await city();
  expect([partial.complete, partial.subrequests, partial.air]).toEqual([false, 4, null]);

  expect((await settlesAt(1)).parts).toMatchObject({
    place: { outcome: "ok", cache: { state: "hit" }, timing: { attempts: 0 } },
    air: { outcome: "invalid", timing: { attempts: 1 } },
  });

  await fetch(`${upstreams}/misbehave`, { method: "DELETE" });
  const whole = await city();
  expect([whole.complete, whole.subrequests]).toEqual([true, 1]);
  expect([whole.place, whole.weather, whole.summary]).toEqual([partial.place, partial.weather, partial.summary]);
  expect((await settlesAt(0)).air).toEqual(whole.air);
}, 30_000);

test("E1 a complete answer may be kept as long as the strictest of its upstreams allows", async () => {
  const { worker } = await ownBuilt({ CACHE_UPSTREAMS: "true" });
  const { headers } = await fetch(`${worker}/city?name=Lisbon`, { method: "HEAD" });
  expect([headers.get("Cache-Control"), headers.get("Vary")]).toEqual([
    "max-age=300, stale-while-revalidate=60, stale-if-error=3600",
    "Accept",
  ]);
});
