// The health of a Worker that lacks what it needs, as a monitor sees it.
import { expect, inject, onTestFinished, test } from "vitest";
import { serveBuilt } from "../../scripts/serve-built.ts";
import { conforms } from "../support/conforms.ts";
import { problem } from "../support/worker.ts";

async function healthWith(variables: Record<string, string>): Promise<Awaited<ReturnType<typeof problem>>> {
  const worker = await serveBuilt(inject("bundle") ?? "", variables);
  onTestFinished(worker.stop);
  const response = await fetch(`${worker.url}/healthz`);
  await conforms(inject("worker") ?? "", "GET", "/healthz", response.clone());
  return problem(response);
}

test("R20 /healthz names a variable that is missing", async () => {
  const { status, errors } = await healthWith({});
  expect([status, errors]).toEqual([503, [{ field: "ALLOWED_ORIGINS", message: "is missing" }]]);
});

test("R20 /healthz names the origins of upstreams that are missing", async () => {
  const { status, errors } = await healthWith({ ALLOWED_ORIGINS: "" });
  expect([status, errors]).toEqual([
    503,
    expect.arrayContaining([{ field: "GEOCODING_ORIGIN", message: "is missing" }]),
  ]);
});
