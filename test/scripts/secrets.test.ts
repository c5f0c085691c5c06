// Secrets that wrangler.toml requires are required by the Worker too, so that /healthz names one that is missing.
import { expect, test } from "vitest";
import * as z from "zod";
import { readConfig } from "../../scripts/read-config.ts";
import { settingsOf } from "../../src/env.ts";
import { MisconfiguredError } from "../../src/misconfigured-error.ts";

const Secrets = z.looseObject({ secrets: z.object({ required: z.array(z.string()).default([]) }).optional() });

/** The variables and secrets that the Worker misses where there are none. */
function missed(): string[] {
  try {
    settingsOf({});
  } catch (error) {
    if (error instanceof MisconfiguredError) return error.faults.map(({ variable }) => variable);
  }
  return [];
}

test("R20 each is a line without a default in src/env.ts", () => {
  const { secrets } = Secrets.parse(readConfig());
  expect(missed()).toEqual(expect.arrayContaining(["ALLOWED_ORIGINS", ...(secrets?.required ?? [])]));
});
