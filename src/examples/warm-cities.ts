// Asks for some cities on a schedule, so that GET /city finds their answers in the cache.
import { airQuality } from "./apis/air-quality.ts";
import { encyclopedia } from "./apis/encyclopedia.ts";
import { forecast } from "./apis/forecast.ts";
import { geocoding } from "./apis/geocoding.ts";
import { type CallContext, gatherSettled, withScope } from "../endpoint.ts";

/** Each costs four requests and eight calls of the cache. The free plan has 50 for all. */
const CITIES = ["Lisbon", "Berlin", "Tokyo"];

/** Milliseconds for all cities: far less than the time between two runs. */
const DEADLINE_MS = 30_000;

/** The handler of a cron trigger. A city that fails leaves the others alone, and is in the log. */
export const warmCities: ExportedHandlerScheduledHandler<Env> = async function warmAll(_event, env, ctx) {
  await withScope(env, ctx, { name: "warm-cities", deadlineMs: DEADLINE_MS }, (call) =>
    gatherSettled(
      CITIES.map((name) => (each: CallContext) => warm(each, name)),
      { context: call },
    ),
  );
};

async function warm(call: CallContext, name: string): Promise<void> {
  const place = await geocoding(call, name);
  if (place === undefined) return;
  await gatherSettled(
    [(each) => forecast(each, place), (each) => airQuality(each, place), (each) => encyclopedia(each, place)],
    { context: call },
  );
}
