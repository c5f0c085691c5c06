// The reader of streamed answers in Node, over real HTTP.
import { expect, inject, test } from "vitest";
import { readParts } from "../../src/client/read-parts.ts";

test.each(["application/x-ndjson", "text/event-stream"])("GET /city as %s, part by part", async (Accept) => {
  const response = await fetch(`${inject("worker")}/city?name=Lisbon`, { headers: { Accept } });
  const lines: readonly object[] = await Array.fromAsync(readParts(response));
  expect(lines).toHaveLength(5);
  expect(lines[0]).toMatchObject({ type: "result", key: "place", value: { name: "Lisbon" }, outcome: "ok" });
  expect(lines[4]).toMatchObject({ type: "summary", complete: true });
});
