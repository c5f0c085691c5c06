// Jobs over HTTP: the built Worker, real upstreams, a real queue.
import { once } from "node:events";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, inject, test, vi } from "vitest";
import { JobAnswer, JobResultLine } from "../../src/routes/jobs/job-answer.ts";
import { readLines } from "../../src/streams/read-lines.ts";
import { heldUpstream } from "../support/held-upstream.ts";
import { ownBuilt } from "../support/own-built.ts";
import { API_KEY } from "../support/settings.ts";
import { allResults, ask, ended, eventsIn, page, postJob, refusal, started, statusOf } from "../support/job-client.ts";
import { corner, problem, textOf } from "../support/worker.ts";

/** So many requests to one upstream. */
const urls = (count: number, url: string) => Array.from({ length: count }, (_, index) => ({ url, key: `k${index}` }));

describe("a job", () => {
  test("is taken with 202, runs, and every request has exactly one result", async () => {
    const { fault, seen } = corner();
    const list = [
      ...urls(100, fault()),
      { url: fault("status=404"), key: "missing" },
      { url: fault(), method: "POST", body: [1] },
    ];
    const response = await postJob(list);
    expect(response.status).toBe(202);
    const job = await started(list);
    expect(response.headers.get("Location")).toMatch(/^\/jobs\/[0-9a-f]{24}-[0-9a-f]{8}$/);
    expect(job).toMatchObject({ state: "running", total: 102, links: { self: `/jobs/${job.id}` } });
    expect(await ended(job)).toMatchObject({
      state: "done",
      settled: 102,
      ok: 101,
      byOutcome: { ok: 101, http_error: 1 },
    });
    const results = await allResults(job);
    expect([results.size, results.get(100)?.outcome, results.get(100)?.key]).toEqual([102, "http_error", "missing"]);
    expect(results.get(7)).toMatchObject({ key: "k7", status: 200, timing: { attempts: 1 } });
    await seen("requests:204");
  });

  test("is uploaded as one JSON document as well, or compressed", async () => {
    const { fault } = corner();
    const document = JSON.stringify({ requests: urls(3, fault()), concurrency: 2, ttlS: 60 });
    const asJson = await ask("/jobs", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: document,
    });
    expect(asJson.status).toBe(202);
    const lines = urls(3, fault()).map((request) => `${JSON.stringify(request)}\r\n\n`);
    const packed = await started(gzipSync(lines.join("")), "", { "Content-Encoding": "GZIP" });
    expect(await ended(packed)).toMatchObject({ state: "done", ok: 3 });
  });

  test.each([
    ["concurrency=2&ratePerSecond=5", 202],
    ["concurrency=3", 400],
    ["concurrent=2", 400],
    ["ttlS=never", 400],
  ])("may have options in the query beside a JSON document that does not say otherwise: %s", async (query, status) => {
    const response = await ask(`/jobs?${query}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ requests: urls(1, corner().fault()), concurrency: 2 }),
    });
    const [field] = query.split("=");
    expect([response.status, await response.json()]).toMatchObject([
      status,
      status === 202 ? {} : { errors: [{ field }] },
    ]);
  });

  test("carries an Idempotency-Key to its upstreams that names job and request, unless it brings one", async () => {
    const { fault } = corner();
    const echo = fault().replace("/fault", "/echo");
    const job = await started([{ url: echo }, { url: echo, headers: { "idempotency-key": "mine" } }]);
    await ended(job);
    const results = await allResults(job);
    expect(JSON.stringify(results.get(0)?.body)).toContain(`${job.id}/0`);
    expect(JSON.stringify(results.get(1)?.body)).toContain("mine");
  });

  test.each(["application/x-ndjson", "application/json"])(
    "R8 numbers go out and come back as they are written (%s)",
    async (type) => {
      const { fault } = corner();
      const request = `{"url":"${fault().replace("/fault", "/echo")}","method":"PUT","body":[9007199254740993,1.10]}`;
      const body = type === "application/json" ? `{"requests":[${request}]}` : request;
      const job = JobAnswer.parse(await (await postJob(body, "", { "Content-Type": type })).json());
      await ended(job);
      expect(await textOf(await ask(job.links.results))).toContain("9007199254740993,1.10");
    },
  );

  test("bodies past maxBodyBytes are too_large", async () => {
    const { fault } = corner();
    const job = await started([{ url: fault("bytes=2000") }], "?maxBodyBytes=1999");
    expect(await ended(job)).toMatchObject({ byOutcome: { too_large: 1 } });
  });
});

describe("what fails in passing", () => {
  test("J0 a 429 puts off, and the Retry-After is waited for", async () => {
    const { fault, seen } = corner();
    const job = await started([{ url: fault("failFirst=1&failStatus=429&retryAfter=1") }]);
    expect(await ended(job)).toMatchObject({ state: "done", ok: 1 });
    expect(await seen()).toMatchObject({ requests: 2 });
  });

  test("I8 a POST that fails is not sent again; a GET is", async () => {
    const { fault, seen } = corner();
    const job = await started([{ url: fault("status=503"), method: "POST" }]);
    expect(await ended(job)).toMatchObject({ byOutcome: { http_error: 1 } });
    expect(await seen()).toMatchObject({ requests: 1 });
  });
});

describe("results", () => {
  test("J1 are read by a cursor, page by page, each index once", async () => {
    const { fault } = corner();
    const job = await started(urls(200, fault()));
    await ended(job);
    const first = await page(job, "0", 10);
    expect(first.results.length).toBeGreaterThanOrEqual(10);
    expect((await allResults(job, 10)).size).toBe(200);
    const { next, end } = await page(job, "0", 10_000);
    expect([await page(job, next), end]).toEqual([{ results: [], next, end: true }, true]);
  });

  test("are only the failed ones, where these are asked for", async () => {
    const { fault } = corner();
    const list = [
      { url: fault(), key: '","outcome":"lost' },
      { url: fault("status=404"), key: '","outcome":"ok"' },
      { url: fault("reset=headers"), method: "POST" },
    ];
    const job = await started(list);
    await ended(job);
    const lines = (await textOf(await ask(`${job.links.results}?outcome=failed`))).trimEnd().split("\n");
    const shown = lines.map((line) => JobResultLine.parse(JSON.parse(line)));
    expect(shown.pop()).toMatchObject({ end: true });
    expect(new Set(shown.map((line) => "index" in line && line.index))).toEqual(new Set([1, 2]));
    const refused = await ask(`${job.links.results}?outcome=bad`);
    expect(await refusal(refused)).toEqual([400, "invalid-query", "outcome"]);
  });

  test("that are followed come as they are made, until the job has ended", async () => {
    const { fault } = corner();
    const job = await started([{ url: fault() }, { url: fault("stall=headers") }], "?concurrency=1");
    const response = await ask(`${job.links.results}?follow=true`);
    const lines = readLines(response.body);
    const next = async () => JobResultLine.parse(JSON.parse((await lines.next()).value ?? ""));
    expect(await next()).toMatchObject({ index: 0, outcome: "ok" });
    expect(await statusOf(job)).toMatchObject({ state: "running", settled: 1 });
    await ask(`${job.links.self}/cancel`, { method: "POST" });
    expect(await next()).toMatchObject({ index: 1, outcome: "cancelled" });
    expect(await next()).toMatchObject({ end: true });
    expect((await lines.next()).done).toBe(true);
  });

  test("that are followed end where the subrequests of the request do, and go on from there", async () => {
    const upstream = await heldUpstream();
    const changes = { ALLOWED_ORIGINS: upstream.origin, SUBREQUESTS: "12" };
    const { worker } = await ownBuilt(changes, { jobs: true });
    const own = (path: string, init: RequestInit = {}) =>
      fetch(worker + path, { ...init, headers: { Authorization: `Bearer ${API_KEY}` } });
    const body = JSON.stringify({ requests: [{ url: `${upstream.origin}/1` }] });
    const posted = await fetch(`${worker}/jobs`, {
      method: "POST",
      headers: { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" },
      body,
    });
    const job = JobAnswer.parse(await posted.json());
    const held = await upstream.request("/1");
    const read = async (cursor: string) => {
      const text = await (await own(`${job.links.results}?follow=true&cursor=${cursor}`)).text();
      return text
        .trimEnd()
        .split("\n")
        .map((line) => JobResultLine.parse(JSON.parse(line)));
    };
    expect(await read("0")).toEqual([{ next: "0", end: false }]);
    held.headers();
    held.body();
    const indexes: number[] = [];
    for (let cursor = "0", over = false; !over;)
      for (const line of await read(cursor)) {
        if ("index" in line) indexes.push(line.index);
        else ({ next: cursor, end: over } = line);
      }
    expect(indexes).toEqual([0]);
  });

  test.each(["-1", "x", "9999", "1e2", ""])("a cursor that is none (%j) is 400", async (cursor) => {
    const { fault } = corner();
    const { links } = await started(urls(1, fault()));
    const response = await ask(`${links.results}?cursor=${cursor}`);
    expect(await refusal(response)).toEqual([400, "invalid-query", "cursor"]);
  });
});

describe("events", () => {
  test("J1 progress never goes back, resumes from Last-Event-ID, and ends", async () => {
    const { fault } = corner();
    const job = await started(urls(120, fault("delayMs=20")));
    const events = eventsIn(await textOf(await ask(job.links.events)));
    expect(events.map(({ event }) => event).slice(-2)).toEqual(["progress", "end"]);
    const ids = events.map(({ id }) => id);
    const settled = events.map(({ data }) => data.settled);
    expect([ids, settled]).toEqual([ids.toSorted((a, b) => a - b), settled.toSorted((a, b) => a - b)]);
    expect(events.at(-1)?.data).toMatchObject({ state: "done", settled: 120 });

    const last = ids.at(-1) ?? 0;
    const resumed = await ask(job.links.events, { headers: { "Last-Event-ID": String(last - 1) } });
    expect(eventsIn(await textOf(resumed)).map(({ event, id }) => [event, id])).toEqual([
      ["progress", last - 1],
      ["end", last],
    ]);
    const over = await ask(job.links.events, { headers: { "Last-Event-ID": String(last) } });
    expect([over.status, await textOf(over)]).toEqual([204, ""]);
  });
});

describe("J2 an Idempotency-Key", () => {
  const key = () => ({ "Idempotency-Key": crypto.randomUUID() });

  test("leads to the same job, also after its end; another payload or other options are 422", async () => {
    const { fault, seen } = corner();
    const header = key();
    const job = await started(urls(3, fault()), "?concurrency=5", header);
    await ended(job);
    expect((await started(urls(3, fault()), "?concurrency=5", header)).id).toBe(job.id);
    for (const [list, query] of [
      [urls(4, fault()), "?concurrency=5"],
      [urls(3, fault()), "?concurrency=6"],
    ] as const)
      expect(await refusal(await postJob(list, query, header))).toEqual([422, "key-reused", "Idempotency-Key"]);
    expect(await seen()).toMatchObject({ requests: 3 });
  });

  test("is 409 while its job is being uploaded, and free again when that breaks", async () => {
    const { fault } = corner();
    const header = key();
    const upload = new TransformStream<Uint8Array, Uint8Array>();
    const writer = upload.writable.getWriter();
    const first = postJob(upload.readable, "", header);
    // More blank lines than buffers on the way can hold: when they have been taken, the Worker reads.
    const blank = new TextEncoder().encode(`${" ".repeat(60_000)}\n`);
    for (let written = 0; written < 24_000_000; written += blank.length) await writer.write(blank);
    expect(await refusal(await postJob(urls(1, fault()), "", header))).toEqual([409, "upload-running", undefined]);
    await writer.write(new TextEncoder().encode("{broken\n"));
    await writer.close();
    expect((await first).status).toBe(422);
    expect(await ended(await started(urls(1, fault()), "", header))).toMatchObject({ ok: 1 });
  });

  test("J6 is free again when its client resets the connection in the middle of the upload", async () => {
    const { fault } = corner();
    const header = key();
    const { hostname, port } = new URL(inject("worker") ?? "");
    const client = connect(Number(port), hostname);
    const head = [
      "POST /jobs HTTP/1.1",
      `Host: ${hostname}`,
      `Authorization: Bearer ${API_KEY}`,
      `Idempotency-Key: ${header["Idempotency-Key"]}`,
    ];
    client.write([...head, "Content-Type: application/x-ndjson", "Content-Length: 50000000", "", ""].join("\r\n"));
    const blank = `${" ".repeat(60_000)}\n`.repeat(50);
    for (let written = 0; written < 24_000_000; written += blank.length)
      if (!client.write(blank)) await once(client, "drain");
    expect(await refusal(await postJob(urls(1, fault()), "", header))).toEqual([409, "upload-running", undefined]);
    client.resetAndDestroy();
    await vi.waitFor(async () => expect((await postJob(urls(1, fault()), "", header)).status).toBe(202), 5_000);
  });

  test("is forgotten with its job", async () => {
    const { fault } = corner();
    const header = key();
    const job = await started(urls(1, fault()), "", header);
    await ended(job);
    expect((await ask(job.links.self, { method: "DELETE" })).status).toBe(204);
    expect((await ask(job.links.self)).status).toBe(404);
    expect((await started(urls(2, fault()), "", header)).id).not.toBe(job.id);
  });
});

describe("ending", () => {
  test("J3 a cancelled job says so, keeps its results, and cancelling again changes nothing", async () => {
    const { fault } = corner();
    const job = await started(urls(300, fault("delayMs=200")), "?concurrency=6");
    await vi.waitFor(async () => expect((await statusOf(job)).settled).toBeGreaterThan(0), { timeout: 10_000 });
    const response = await ask(`${job.links.self}/cancel`, { method: "POST" });
    expect([response.status, ((await response.json()) as { state: string }).state]).toEqual([202, "cancelling"]);
    const status = await ended(job);
    expect(status).toMatchObject({ state: "cancelled", settled: 300 });
    expect((await allResults(job)).size).toBe(300);
    const again = await ask(`${job.links.self}/cancel`, { method: "POST" });
    expect([again.status, await again.json()]).toEqual([202, status]);
  });

  test("a running job is not deleted", async () => {
    const { fault } = corner();
    const job = await started(urls(1, fault("stall=headers")));
    expect(await refusal(await ask(job.links.self, { method: "DELETE" }))).toEqual([409, "job-running", undefined]);
    await ask(`${job.links.self}/cancel`, { method: "POST" });
    await ended(job);
  });
});

describe("refusals: nothing runs", () => {
  const good = JSON.stringify({ url: "http://127.0.0.1:1/" });
  const lines = (...list: unknown[]) =>
    list.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");

  test.each<[string, BodyInit, Record<string, string>, [number, string, string]]>([
    ["no line", " \n\n", {}, [422, "invalid-field", "(body)"]],
    ["a broken line", lines(good, "", "{"), {}, [422, "invalid-field", "line 3"]],
    ["a line that is no request", lines(good, [1]), {}, [422, "invalid-field", "line 2"]],
    [
      "an unknown field",
      lines({ url: "http://127.0.0.1:1/", retries: 1 }),
      {},
      [422, "invalid-field", "line 1: retries"],
    ],
    ["a foreign origin", lines(good, { url: "https://elsewhere.test/" }), {}, [422, "invalid-field", "line 2: url"]],
    ["credentials", lines({ url: "http://u:p@127.0.0.1:1/" }), {}, [422, "invalid-field", "line 1: url"]],
    ["another scheme", lines({ url: "ftp://127.0.0.1:1/" }), {}, [422, "invalid-field", "line 1: url"]],
    [
      "a line of 2 MB",
      lines(good, { url: "http://127.0.0.1:1/", body: "x".repeat(2_000_000) }),
      {},
      [413, "body-too-large", "line 2"],
    ],
    ["bytes that are not UTF-8", new Uint8Array([0x22, 0xff, 0x22]), {}, [422, "invalid-field", "line 1"]],
    ["gzip that is none", "plain", { "Content-Encoding": "gzip" }, [400, "invalid-body", "(body)"]],
    [
      "gzip that is cut short",
      gzipSync(good.repeat(50)).subarray(0, 30),
      { "Content-Encoding": "gzip" },
      [400, "invalid-body", "(body)"],
    ],
    ["another coding", good, { "Content-Encoding": "br" }, [415, "not-requests", "Content-Encoding"]],
    ["another type", good, { "Content-Type": "text/plain" }, [415, "not-requests", "Content-Type"]],
    [
      "a JSON document without requests",
      '{"requests":[]}',
      { "Content-Type": "application/json" },
      [422, "invalid-field", "requests"],
    ],
    [
      "a JSON document with a foreign origin",
      '{"requests":[{"url":"https://elsewhere.test/"}]}',
      { "Content-Type": "application/json" },
      [422, "invalid-field", "requests[0].url"],
    ],
    ["a key that is none", good, { "Idempotency-Key": "é" }, [422, "invalid-field", "Idempotency-Key"]],
  ])("%s", async (_what, body, headers, expected) => {
    expect(await refusal(await postJob(body, "", headers))).toEqual(expected);
  });

  test.each([
    ["concurrency=0", "concurrency"],
    ["ratePerSecond=fast", "ratePerSecond"],
    ["maxFailures=101%25", "maxFailures"],
    ["deadlineS=1e9", "deadlineS"],
    ["what=1", "what"],
  ])("an option that is none: ?%s", async (query, field) => {
    expect(await refusal(await postJob(good, `?${query}`))).toEqual([400, "invalid-query", field]);
  });

  test("a job of another caller, and one that is not there, are 404; without a key it is 401", async () => {
    const { fault } = corner();
    const job = await started(urls(1, fault()));
    for (const path of [job.links.self, job.links.results, job.links.events]) {
      expect((await ask(path, { headers: { Authorization: "Bearer another-key" } })).status).toBe(404);
      expect((await ask(path, { headers: { Authorization: "" } })).status).toBe(401);
    }
    for (const id of ["x", job.id.replace(/.$/, (last) => (last === "0" ? "1" : "0"))])
      expect((await ask(`/jobs/${id}`)).status).toBe(404);
  });

  test("without its bindings the Worker runs, and says that it has no jobs", async () => {
    const { worker } = await ownBuilt();
    const response = await fetch(`${worker}/jobs`, { method: "POST", headers: { Authorization: `Bearer ${API_KEY}` } });
    expect(await problem(response)).toMatchObject({
      status: 404,
      detail: expect.stringContaining("no jobs") as string,
    });
  });
});
