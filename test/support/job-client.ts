// A client of jobs, as a user would write one.
import { expect, vi } from "vitest";
import * as z from "zod";
import { JobAnswer, JobResultLine } from "../../src/routes/jobs/job-answer.ts";
import { API_KEY } from "./settings.ts";
import { get, linesOf, problem } from "./worker.ts";

export type JobDocument = z.output<typeof JobAnswer>;
type ResultLine = Extract<z.output<typeof JobResultLine>, { index: number }>;

/** Milliseconds that a job of a test may take. */
const MAX_MS = 14_000;

const auth = { Authorization: `Bearer ${API_KEY}` };

/** Asks for a path of jobs with a key. */
export function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return get(path, { ...init, headers: { ...auth, ...(init.headers as Record<string, string> | undefined) } });
}

/** Posts `body` as NDJSON; requests are written as lines. */
export function postJob(
  body: readonly unknown[] | BodyInit,
  query = "",
  headers: Record<string, string> = {},
): Promise<Response> {
  const text = Array.isArray(body) ? body.map((request) => JSON.stringify(request)).join("\n") : (body as BodyInit);
  return ask(`/jobs${query}`, {
    method: "POST",
    headers: { "Content-Type": "application/x-ndjson", ...headers },
    body: text,
    // A body that streams is sent while its answer is awaited.
    ...(text instanceof ReadableStream && { duplex: "half" }),
  });
}

/** A job that has been taken. */
export async function started(...args: Parameters<typeof postJob>): Promise<JobDocument> {
  const response = await postJob(...args);
  if (response.status !== 202) expect.fail(`${response.status}: ${await response.text()}`);
  return JobAnswer.parse(await response.json());
}

export async function statusOf({ links }: JobDocument): Promise<JobDocument> {
  return JobAnswer.parse(await (await ask(links.self)).json());
}

/** The job, once it has ended. */
export function ended(job: JobDocument): Promise<JobDocument> {
  return vi.waitFor(
    async () => {
      const status = await statusOf(job);
      expect(status.endedAt).not.toBeNull();
      return status;
    },
    { timeout: MAX_MS, interval: 50 },
  );
}

/** A page of results. */
export async function page(
  { links }: Pick<JobDocument, "links">,
  cursor = "0",
  limit = 1_000,
): Promise<{ results: ResultLine[]; next: string; end: boolean }> {
  const response = await ask(`${links.results}?cursor=${cursor}&limit=${limit}`);
  expect(response.status).toBe(200);
  const lines = (await linesOf(response)).map((line) => JobResultLine.parse(line));
  const last = lines.pop();
  if (last === undefined || !("next" in last)) expect.fail("the page has no last line");
  return { results: lines.filter((line) => "index" in line), ...last };
}

/** All results of a job, by index; reads until the end, and fails where one is shown twice. */
export async function allResults(job: JobDocument, limit?: number): Promise<Map<number, ResultLine>> {
  const all = new Map<number, ResultLine>();
  let cursor = "0";
  for (let end = false; !end;) {
    const read = await page(job, cursor, limit);
    for (const result of read.results) {
      if (all.has(result.index)) expect.fail(`${result.index} is shown twice`);
      all.set(result.index, result);
    }
    ({ next: cursor, end } = read);
  }
  return all;
}

/** Events of a stream, read to its end. */
export function eventsIn(text: string): { event: string; id: number; data: JobDocument }[] {
  return text
    .split("\n\n")
    .filter((block) => block.startsWith("event:"))
    .map((block) => {
      const [, event = "", id, data = ""] = /^event: (\w+)\nid: (\d+)\ndata: (.*)$/.exec(block) ?? [];
      return { event, id: Number(id), data: JobAnswer.parse(JSON.parse(data)) };
    });
}

/** A refusal: its status, kind and the field it names. */
export async function refusal(response: Response): Promise<[number, string, string | undefined]> {
  const { status, type, errors } = await problem(response);
  return [status, type.split(":").at(-1) ?? "", errors?.[0]?.field];
}
