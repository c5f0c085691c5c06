// Connections that break. Here and not among the routes' tests, because workerd writes a report of each to the stderr of whoever runs it.
import { expect, test } from "vitest";
import { corner, outcomes, postGather } from "../support/worker.ts";

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
