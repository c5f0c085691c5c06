// Cross-origin requests over real HTTP, as a browser makes them: a preflight, a stream, a problem.
import { expect, test } from "vitest";
import { ownBuilt } from "../support/own-built.ts";

const PAGE = "https://app.example.com";

test("a page of a listed origin gets the headers with a preflight, a stream and a problem", async () => {
  const { worker } = await ownBuilt({ CORS_ORIGINS: PAGE });
  const ask = async (
    path: string,
    init: Omit<RequestInit, "headers"> & { readonly headers?: Record<string, string> },
  ) => {
    const response = await fetch(worker + path, { ...init, headers: { Origin: PAGE, ...init.headers } });
    const text = await response.text();
    return { status: response.status, allowed: response.headers.get("Access-Control-Allow-Origin"), text };
  };
  const preflight = { "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization" };
  expect(await ask("/gather", { method: "OPTIONS", headers: preflight })).toEqual({
    status: 204,
    allowed: PAGE,
    text: "",
  });
  const stream = await ask("/city?name=Lisbon", { headers: { Accept: "text/event-stream" } });
  expect([stream.status, stream.allowed, stream.text.match(/^event: /gm)?.length]).toEqual([200, PAGE, 5]);
  expect(await ask("/gather", { method: "POST" })).toMatchObject({ status: 401, allowed: PAGE });
});
