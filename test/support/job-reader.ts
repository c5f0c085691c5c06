// Reads a job's results while its runtime is killed or reloaded.
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import type * as z from "zod";
import { type JobAnswer, JobResultLine } from "../../src/routes/jobs/job-answer.ts";

/** Milliseconds that a request waits for a runtime that is being started. */
const PATIENCE_MS = 20_000;

/** Milliseconds between two pages, if the last was empty. */
const EVERY_MS = 50;

/** A result, as a page has it. */
export type JobResult = Extract<z.output<typeof JobResultLine>, { readonly index: number }>;

/** Asks until there is an answer that is read to its end. */
export async function insist<T>(read: () => Promise<T>): Promise<T> {
  let giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const beganAt = Date.now();
    try {
      return await read();
    } catch (error) {
      // A stream that ran for a while and broke is not one that never began.
      if (Date.now() - beganAt > 1_000) giveUpAt = Date.now() + PATIENCE_MS;
      if (Date.now() > giveUpAt) throw error;
      await pause(20);
    }
  }
}

/**
 * Reads all results of `job` by its cursor, and fails where one comes twice. `onCount` is called with the number of
 * results after each page.
 */
export async function readThrough(
  ask: (path: string) => Promise<Response>,
  { links }: z.output<typeof JobAnswer>,
  onCount: (count: number) => void = () => undefined,
): Promise<Map<number, JobResult>> {
  const results = new Map<number, JobResult>();
  let cursor = "0";
  for (let end = false; !end;) {
    const page = await insist(async () => {
      const text = await (await ask(`${links.results}?cursor=${cursor}&limit=200`)).text();
      const lines = text.trimEnd().split("\n");
      const read = lines.map((line) => JobResultLine.parse(JSON.parse(line)));
      const last = read.at(-1);
      if (last === undefined || !("next" in last)) throw new Error("the page is broken");
      return { read, last };
    });
    for (const line of page.read) {
      if (!("index" in line)) continue;
      if (results.has(line.index)) expect.fail(`${line.index} is shown twice`);
      results.set(line.index, line);
    }
    ({ next: cursor, end } = page.last);
    onCount(results.size);
    if (page.read.length === 1) await pause(EVERY_MS);
  }
  return results;
}
