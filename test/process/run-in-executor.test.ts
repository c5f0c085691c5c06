// run_in_executor: a pure function in its own isolate, with JSON.
import { describe, expect, test } from "vitest";
import { ExecutorError } from "../../src/process/executor-error.ts";
import { runInExecutor } from "../../src/process/run-in-executor.ts";
import { loader } from "./loader.ts";

test("a function that computes, with its arguments and its result", async () => {
  const primes = await runInExecutor(
    loader,
    (most: number) => {
      const isComposite = new Uint8Array(most + 1);
      const found: number[] = [];
      for (let n = 2; n <= most; n++) {
        if (isComposite[n] === 1) continue;
        found.push(n);
        for (let multiple = n * n; multiple <= most; multiple += n) isComposite[multiple] = 1;
      }
      return found;
    },
    [30],
  );
  expect(primes).toEqual([2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
});

test("a module's source, sync or async, with helpers beside its default export", async () => {
  const source = "const add = (a, b) => a + b; export default async (...args) => args.reduce(add)";
  expect(await runInExecutor(loader, source, [1, 2, 3])).toBe(6);
});

test("JSON in both directions leaves out values that it cannot represent", async () => {
  const source = "export default (value) => ({ value, lost: undefined, also: () => 1, none: NaN, at: new Date(0) })";
  expect(await runInExecutor(loader, source, [{ __proto__: 1, a: [null, "\u2028"] }])).toEqual({
    value: { a: [null, "\u2028"] },
    none: null,
    at: "1970-01-01T00:00:00.000Z",
  });
});

describe("the reasons for a missing result", () => {
  test.each([
    ["cannot_load", "export default (=>", /Unexpected token/],
    ["cannot_load", "export const a = 1", /its default export is not a function/],
    ["cannot_load", "throw new Error('top')", /Error: top/],
    ["threw", "export default () => { throw new TypeError('inside') }", /TypeError: inside/],
    ["threw", "export default () => Promise.reject(undefined)", /undefined/],
    ["no_json", "export default () => undefined", /undefined is not JSON/],
    ["no_json", "export default () => 1n", /BigInt/],
    ["no_json", "export default () => { const a = []; a.push(a); return a }", /circular/],
    ["no_json", "export default () => ({ toJSON() { throw new Error('not me') } })", /not me/],
    ["lost", "export default () => new Promise(() => {})", /hung/],
    ["too_much_output", "export default () => 'x'.repeat(2_000_000)", /more than 1048576 bytes/],
  ])("%s: %s", async (kind, source, message) => {
    const error: unknown = await runInExecutor(loader, source, []).catch((reason: unknown) => reason);
    if (!(error instanceof ExecutorError)) expect.fail(String(error));
    expect([error.kind, error.message]).toEqual([kind, expect.stringMatching(message)]);
  });

  test("timed_out, and not after a result", async () => {
    const source = "export default async (ms) => { await scheduler.wait(ms); return ms }";
    await expect(runInExecutor(loader, source, [60_000], { timeoutMs: 30 })).rejects.toMatchObject({
      kind: "timed_out",
    });
    expect(await runInExecutor(loader, source, [1])).toBe(1);
  });

  test("the reason of its signal, the very object", async () => {
    const controller = new AbortController();
    const reason = new Error("not wanted");
    const source = "export default () => scheduler.wait(60_000)";
    const run = runInExecutor(loader, source, [], { signal: controller.signal });
    controller.abort(reason);
    await expect(run).rejects.toBe(reason);
  });

  test("a function that uses something outside itself", async () => {
    const outside = 1;
    await expect(runInExecutor(loader, () => outside, [])).rejects.toMatchObject({ kind: "threw" });
  });
});
