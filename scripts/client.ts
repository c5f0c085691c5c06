// A typed client of the Worker, without a line of generated code: `node scripts/client.ts http://localhost:8787 [upstream URL …]`.
// `API_KEY` in the environment is the key for `/gather`; `npm run dev` needs none.
import { hc } from "hono/client";
import type { AppType } from "../src/app.ts";

const [worker = "http://localhost:8787", ...urls] = process.argv.slice(2);
if (urls.length === 0) urls.push("https://en.wikipedia.org/api/rest_v1/page/summary/Berlin");

const client = hc<AppType>(worker, { headers: { Authorization: `Bearer ${process.env["API_KEY"] ?? "none"}` } });

const greeted = await client.hello.$get({ query: { times: "3", delayMs: "100" } });
// What is not ok is a problem, and the compiler knows it.
if (!greeted.ok) throw new Error((await greeted.json()).detail);
const { lines, elapsedMs } = await greeted.json();
for (const { task, text, atMs } of lines) console.log(`task ${task}: ${text} after ${atMs} ms`);
console.log(`together ${elapsedMs} ms`);

const gathered = await client.gather.$post({ json: { requests: urls.map((url) => ({ url, timeoutMs: 2_000 })) } });
if (!gathered.ok) throw new Error((await gathered.json()).detail);
const { complete, results } = await gathered.json();
for (const [index, { outcome, timing }] of Object.values(results).entries())
  console.log(`${urls[index]}: ${outcome} after ${Math.round(timing.totalMs)} ms`);
console.log(complete ? "complete" : "not complete");
