// What a client may know of Workers that are configured otherwise.
import { expect, test } from "vitest";
import { ownBuilt } from "../support/own-built.ts";

async function aboutWith(changes: Record<string, string>): Promise<string> {
  const { worker } = await ownBuilt(changes);
  return (await fetch(`${worker}/about`)).text();
}

test.each([
  ["key", { API_KEYS: "one two", OPEN_ACCESS: "true" }],
  ["open", { API_KEYS: "", OPEN_ACCESS: "true" }],
  ["closed", { API_KEYS: "" }],
])("/gather is %s", async (access, changes) => {
  expect(JSON.parse(await aboutWith(changes))).toMatchObject({ access });
});

test("it discloses neither keys nor where callers may send it", async () => {
  const told = await aboutWith({ API_KEYS: "a-key-of-mine", ALLOWED_ORIGINS: "https://secret.test" });
  expect(told).not.toMatch(/secret|a-key-of-mine/);
});
