// The secrets that /healthz asks for are those that wrangler.toml requires.
import { expect, test } from "vitest";
import * as z from "zod";
import { readConfig } from "../../scripts/read-config.ts";
import { missingSecrets, requiredSecrets } from "../../src/required-secrets.ts";

const Secrets = z.looseObject({ secrets: z.object({ required: z.array(z.string()).default([]) }).optional() });

test("R20 wrangler.toml and src/required-secrets.ts name the same", () => {
  const required = Secrets.parse(readConfig()).secrets?.required ?? [];
  expect(requiredSecrets.toSorted()).toEqual(required.toSorted());
});

test("R20 a secret is missing where it is not set, or empty", () => {
  const env = { SET: "x", EMPTY: "", OTHER: "y" };
  expect(missingSecrets(env, ["SET", "EMPTY", "ABSENT", "toString"])).toEqual(["EMPTY", "ABSENT", "toString"]);
});
