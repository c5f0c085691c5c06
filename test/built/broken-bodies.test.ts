// Connections that break, or never come about. Here and not among the routes' tests, because workerd writes a report of each to the stderr of whoever runs it.
import { expect, test } from "vitest";
import { NOBODY, NOBODY_EITHER } from "../support/settings.ts";
import { corner, gathered, outcomes, postGather } from "../support/worker.ts";

test("U25 broken bodies end as what broke them", async () => {
  const { fault } = corner();
  const requests = {
    "reset before headers": { url: fault("reset=headers") },
    "reset inside the body": { url: fault("reset=body") },
    truncated: { url: fault("truncate") },
    "bad JSON": { url: fault("body=%7B") },
  };
  expect(await outcomes(await postGather({ requests }))).toEqual(["network", "network", "network", "invalid"]);
});

test("U2 a refused connection gives its slot back: seven of them, and the eighth call is answered", async () => {
  const { fault } = corner();
  const requests = [...Array.from({ length: 7 }, () => ({ url: NOBODY, method: "POST" })), { url: fault() }];
  expect(await outcomes(await postGather({ requests }))).toEqual([...Array<string>(7).fill("network"), "ok"]);
});

test("a connection that fails is told with where it went", async () => {
  const { results } = await gathered(await postGather({ requests: { news: { url: NOBODY, method: "POST" } } }));
  expect(Object.values(results)[0]?.message).toContain(`upstream "news" failed before its headers (${NOBODY}): `);
});

test("H1 an upstream that has failed ten times in a row is left alone", async () => {
  const requests = Array.from({ length: 12 }, () => ({ url: NOBODY_EITHER, method: "POST" }));
  const ends = await outcomes(await postGather({ requests, concurrency: 1 }));
  expect(ends).toEqual([...Array<string>(10).fill("network"), "breaker_open", "breaker_open"]);
});
