// Variables that must not be deployed.
import { expect, test } from "vitest";
import { variableFaults } from "../../../scripts/deploy/variable-faults.ts";

const fine = { ALLOWED_ORIGINS: "https://api.example tcp://redis.example:6379", NEWS_ORIGIN: "https://news.example" };

const whatOf = (vars: Record<string, string>): readonly string[] =>
  variableFaults(new Map(Object.entries(vars)), ["API_KEYS"]).map(({ what }) => what);

test("https and tcp origins are fine, and so are flags that are off", () => {
  expect(whatOf({ ...fine, OPEN_ACCESS: "false", CORS_ORIGINS: "http://localhost:3000" })).toEqual([]);
});

test.each([
  ["no variables", {}, "there are no variables"],
  ["open access", { ...fine, OPEN_ACCESS: "true" }, "OPEN_ACCESS is set, which is for this machine alone"],
  [
    "local upstreams",
    { ...fine, LOCAL_UPSTREAMS: "http://x" },
    "LOCAL_UPSTREAMS is set, which is for this machine alone",
  ],
  [
    "a key in the open",
    { ...fine, API_KEYS: "k" },
    "API_KEYS is a variable, which git and the dashboard show to every reader",
  ],
  [
    "no allowed origin",
    { ...fine, ALLOWED_ORIGINS: " " },
    "ALLOWED_ORIGINS is empty, so that every URL is refused by /gather, /probe and /jobs",
  ],
  [
    "an upstream over http",
    { ...fine, NEWS_ORIGIN: "http://news.example" },
    "NEWS_ORIGIN has http://news.example, which is not encrypted",
  ],
  [
    "a second origin over http",
    { ...fine, ALLOWED_ORIGINS: "https://a.example http://b.example" },
    "ALLOWED_ORIGINS has http://b.example, which is not encrypted",
  ],
])("%s is refused", (_name, vars, what) => {
  expect(whatOf(vars)).toEqual([what]);
});
