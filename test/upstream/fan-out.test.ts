// The memory that a fan-out holds.
import { expect, test } from "vitest";
import { RawJson } from "../../src/streams/raw-json.ts";
import { fanOut, type PlannedCall } from "../../src/upstream/fan-out.ts";
import type { Result } from "../../src/upstream/call-to-result.ts";
import { openScope } from "../support/open-scope.ts";
import { corner } from "../support/worker.ts";

/** Five bodies of 400 bytes, one after the other, in a scope that has room for two. */
async function five(keepBodies?: boolean): Promise<{ told: Result[]; results: readonly Result[] }> {
  const { origin, fault } = corner();
  const scope = openScope(origin, { maxTotalBytes: 1_000 });
  const plan = Array.from({ length: 5 }, (_, index): PlannedCall => {
    return { key: String(index), url: fault("bytes=400"), required: false };
  });
  const told: Result[] = [];
  const { results } = await fanOut(scope, plan, "settled", {
    concurrency: 1,
    onResult: async (_, result) => void told.push(result),
    ...(keepBodies !== undefined && { keepBodies }),
  });
  return { told, results };
}

test("a body is neither held nor counted after onResult", async () => {
  const { told, results } = await five();
  expect(told.filter(({ outcome, body }) => outcome === "ok" && body instanceof RawJson)).toHaveLength(5);
  expect(results.filter(({ outcome, body }) => outcome === "ok" && body === undefined)).toHaveLength(5);
});

test("with keepBodies, bodies stay counted", async () => {
  const { told, results } = await five(true);
  expect(told.map(({ outcome }) => outcome)).toEqual(["ok", "ok", "too_large", "too_large", "too_large"]);
  expect(results).toEqual(told);
});

test.each([
  ["a document, which holds all results", {}, "too_large"],
  ["a stream, which lets each go", { onResult: () => Promise.resolve() }, "ok"],
  ["a stream that keeps them", { onResult: () => Promise.resolve(), keepBodies: true }, "too_large"],
])("R14 the limit of an answer is that of %s", async (_what, options, outcome) => {
  const { origin, fault } = corner();
  // Each byte takes six in JSON: more than the 32 MiB of an answer.
  const url = fault("bytes=5700000&fill=%01&contentType=text/plain");
  const scope = openScope(origin, { maxBytes: 10_000_000 });
  const { results } = await fanOut(scope, [{ key: "controls", url, required: false }], "settled", options);
  expect(results.map((result) => result.outcome)).toEqual([outcome]);
});
