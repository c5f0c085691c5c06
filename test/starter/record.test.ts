// `npm run record`, `npm run dev` and `npm run drift`, as a developer types them, against a "real" API on loopback.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../../scripts/free-port.ts";
import { standInVariables } from "../../scripts/upstreams/stand-ins.ts";
import { startUpstreams } from "../../scripts/upstreams/start-upstreams.ts";
import { PROJECT_NAME } from "../../src/project-name.ts";
import { copyOfProject } from "../support/copy-of-project.ts";
import { npmRun } from "../support/npm-run.ts";

const KEY = "key-of-the-worker/1";

/** The real API as it is: with a summary that holds the Worker's own secret. */
async function realApi(...changes: readonly string[]): Promise<Record<string, string>> {
  const { origin, close } = await startUpstreams();
  onTestFinished(close);
  const summary = {
    title: "Lisbon",
    extract: `signed ${Buffer.from(`me:${KEY}`).toString("base64")}`,
    content_urls: { desktop: { page: "https://en.wikipedia.example/" } },
  };
  await misbehave(`path=/api/rest_v1/page/summary/&body=${encodeURIComponent(JSON.stringify(summary))}`);
  for (const change of changes) await misbehave(change);
  return standInVariables(origin);

  async function misbehave(recipe: string): Promise<void> {
    expect((await fetch(`${origin}/misbehave?${recipe}`, { method: "POST" })).status).toBe(204);
  }
}

/** The forecast with this temperature. */
function forecast(temperature: unknown): string {
  const current = { time: "2026-11-25T12:00", apparent_temperature: 1, wind_speed_10m: 2, weather_code: 3 };
  const units = { temperature_2m: "°C", wind_speed_10m: "km/h" };
  const body = { current: { ...current, temperature_2m: temperature }, current_units: units };
  return `path=/v1/forecast&body=${encodeURIComponent(JSON.stringify(body))}`;
}

test("E8 what was recorded replays offline, without a secret; drift exits with 1 or 3", async () => {
  const home = copyOfProject();
  writeFileSync(join(home, ".dev.vars"), `NEWS_KEY="${KEY}"\n`);
  const record = npmRun(["record", "--", "/city?name=Lisbon"], await realApi(forecast(31.5)), home);
  expect(await record.ended).toBe(0);
  expect(record.printed()).toMatch(/ENCYCLOPEDIA_ORIGIN GET \/api\/rest_v1\/page\/summary\/Lisbon {2}200/);
  expect(record.printed()).toMatch(/redacted: answer \(by value\)/);
  const [file = ""] = readdirSync(join(home, "recordings"));
  const written = readFileSync(join(home, "recordings", file), "utf8");
  expect(written).toContain('"extract": "signed REDACTED"');
  expect(written).not.toContain(KEY);

  const away = Object.fromEntries(Object.keys(standInVariables("")).map((name) => [name, "http://127.0.0.1:1"]));
  // One after the other: two wranglers that start at once may choose the same port for a socket between them and workerd.
  const driftWith = async (env: Record<string, string>): Promise<{ exitCode: number | null; printed: string }> => {
    const drift = npmRun(["drift"], env, home);
    return { exitCode: await drift.ended, printed: drift.printed() };
  };
  const shape = await driftWith(await realApi(forecast("mild")));
  expect(shape.printed).toMatch(/CHANGED SHAPE\n {4}current.temperature_2m: number, now string/);
  expect(shape.printed).toMatch(/part weather: CHANGED SHAPE\n {4}outcome: ok, now invalid/);
  expect(shape.exitCode).toBe(1);
  const unreachable = await driftWith(away);
  expect(unreachable.printed).toMatch(/GEOCODING_ORIGIN .*could not be compared\n {4}unreachable: ECONNREFUSED/);
  expect(unreachable.exitCode).toBe(3);

  const dev = npmRun(["dev", "--", "--port", String(await freePort(0))], away, home);
  const url = await dev.prints(new RegExp(`${PROJECT_NAME}\\s+(http:\\S+)`));
  expect(dev.printed()).toMatch(/4 recorded answers/);
  const city: unknown = await (await fetch(`${url}/city?name=Lisbon`)).json();
  expect(city).toMatchObject({
    complete: true,
    weather: { temperatureC: 31.5 },
    summary: { extract: "signed REDACTED" },
  });
}, 180_000);

test("npm run record and npm run drift say what is wrong with how they are called", async () => {
  const cases = [
    [["record"], /no path is given\n\nusage: npm run record/],
    [["record", "--", "--json", "{", "/city"], /--json is not valid JSON/],
    [["drift", "--", "nowhere.json"], /no such recordings: npm run record/],
  ] as const;
  const ended = cases.map(async ([args, said]) => {
    const run = npmRun(args);
    expect(await run.ended).toBe(2);
    expect(run.printed()).toMatch(said);
  });
  await Promise.all(ended);
}, 30_000);
