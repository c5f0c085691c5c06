// A function that is called in a child isolate, after a deployment's build has bundled and minified it.
import { expect, onTestFinished, test } from "vitest";
import { buildWorker } from "../../scripts/build-worker.ts";
import { serveBuilt } from "../../scripts/serve-built.ts";

test("it is found whole: with its inner functions, and the names that the bundler gives them", async () => {
  const worker = await serveBuilt(
    buildWorker("dist/primes", "test/process/primes-worker.ts"),
    {},
    { loader: "LOADER" },
  );
  onTestFinished(() => worker.stop());
  const response = await fetch(`${worker.url}/primes?most=30`);
  expect(await response.json()).toEqual([2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
}, 60_000);
