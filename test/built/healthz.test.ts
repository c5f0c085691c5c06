// The health of a Worker that lacks what it needs, as a monitor sees it.
import { expect, inject, onTestFinished, test } from "vitest";
import * as z from "zod";
import { readConfig } from "../../scripts/read-config.ts";
import { serveBuilt } from "../../scripts/serve-built.ts";
import { conforms } from "../support/conforms.ts";
import { problem } from "../support/worker.ts";

const Secrets = z.looseObject({ secrets: z.object({ required: z.array(z.string()).default([]) }).optional() });

test("R20 /healthz names what is missing, and all secrets that wrangler.toml requires: lines without a default in src/env.ts", async () => {
  const worker = await serveBuilt(inject("bundle") ?? "", {});
  onTestFinished(worker.stop);
  const response = await fetch(`${worker.url}/healthz`);
  await conforms(inject("worker") ?? "", "GET", "/healthz", response.clone());
  const { status, errors = [] } = await problem(response);
  const required = Secrets.parse(readConfig()).secrets?.required ?? [];
  expect([status, errors]).toEqual([
    503,
    expect.arrayContaining(["ALLOWED_ORIGINS", ...required].map((field) => ({ field, message: "is missing" }))),
  ]);
});

test("R20 /healthz names the origins of upstreams that are missing", async () => {
  const worker = await serveBuilt(inject("bundle") ?? "", { ALLOWED_ORIGINS: "" });
  onTestFinished(worker.stop);
  const { errors = [] } = await problem(await fetch(`${worker.url}/healthz`));
  expect(errors).toContainEqual({ field: "GEOCODING_ORIGIN", message: "is missing" });
});
