// A deployment in the middle of a job: another version of the Worker takes over.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, inject, test } from "vitest";
import { PROJECT_NAME } from "../../src/project-name.ts";
import { JobAnswer } from "../../src/routes/jobs/job-answer.ts";
import { clockedServer } from "../support/clocked-server.ts";
import { readThrough } from "../support/job-reader.ts";
import { ownBuilt } from "../support/own-built.ts";
import { API_KEY } from "../support/settings.ts";

/** The bundle, changed such that its upstreams can tell: its requests carry another User-Agent. */
function nextVersion(agent: string): string {
  const name = `="${PROJECT_NAME}"`;
  const bundle = readFileSync(inject("bundle") ?? "", "utf8");
  expect(bundle.split(name).length).toBe(2);
  mkdirSync("dist/test-next", { recursive: true });
  writeFileSync(`dist/test-next/${agent}.js`, bundle.replace(name, `="${agent}"`));
  return `dist/test-next/${agent}.js`;
}

test("I9 a job goes on through two reloads of the code: each index once, and the new version makes its calls", async () => {
  const agents = new Set<string | undefined>();
  const upstream = await clockedServer((response, _count, { headers }) => {
    agents.add(headers["user-agent"]?.split("/")[0]);
    setTimeout(() => response.end("done"), 50);
  });
  const changes = { ALLOWED_ORIGINS: upstream.origin, SUBREQUESTS: "100", JOB_LEASE_MS: "1500" };
  const built = await ownBuilt(changes, { jobs: true });
  let { worker } = built;
  const headers = { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/x-ndjson" };
  const ask = (path: string, init: RequestInit = {}) => fetch(worker + path, { ...init, headers });
  const lines = Array.from({ length: 1_200 }, (_, index) => JSON.stringify({ url: `${upstream.origin}/${index}` }));
  const job = JobAnswer.parse(await (await ask("/jobs", { method: "POST", body: lines.join("\n") })).json());

  const reloads = [
    [200, "second"],
    [700, "third"],
  ] as const;
  const done: Promise<void>[] = [];
  const results = await readThrough(ask, job, (count) => {
    const [at, agent] = reloads[done.length] ?? [Infinity, ""];
    if (count >= at) done.push(built.reload(nextVersion(agent)).then((url) => void (worker = url)));
  });
  await Promise.all(done);
  expect([done.length, results.size]).toEqual([2, 1_200]);
  expect(new Set([...results.values()].map(({ outcome }) => outcome))).toEqual(new Set(["ok"]));
  expect(agents).toEqual(new Set([PROJECT_NAME, "second", "third"]));
  expect(JobAnswer.parse(await (await ask(job.links.self)).json())).toMatchObject({ state: "done", ok: 1_200 });
}, 90_000);
