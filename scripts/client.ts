// A typed client of the Worker, without a line of generated code: `node scripts/client.ts http://localhost:8787 Lisbon`.
import { hc } from "hono/client";
import type { AppType } from "../src/app.ts";

const [worker = "http://localhost:8787", name = "Lisbon"] = process.argv.slice(2);
const client = hc<AppType>(worker);

const greeted = await client.hello.$get({ query: { times: "3", delayMs: "100" } });
// What is not ok is a problem, and the compiler knows it.
if (!greeted.ok) throw new Error((await greeted.json()).detail);
const { lines, elapsedMs } = await greeted.json();
for (const { task, text, atMs } of lines) console.log(`task ${task}: ${text} after ${atMs} ms`);
console.log(`together ${elapsedMs} ms`);

const told = await client.city.$get({ query: { name } });
if (!told.ok) throw new Error((await told.json()).detail);
const { complete, place, weather, parts } = await told.json();
console.log(`${place.name}, ${place.country}: ${weather === null ? "no weather" : `${weather.temperatureC} °C`}`);
for (const [part, { outcome, timing }] of Object.entries(parts))
  console.log(`${part}: ${outcome} after ${Math.round(timing.totalMs)} ms`);
console.log(complete ? "complete" : "not complete");
