// The built Worker without the binding, as wrangler.toml has it.
import { expect, test } from "vitest";
import { ownBuilt } from "../support/own-built.ts";
import { posting } from "../support/worker.ts";
import { problemType } from "../support/problem-type.ts";

test("a transform is refused before anything is sent, and told what it needs; without one all is as ever", async () => {
  const { worker, upstreams } = await ownBuilt();
  const gather = (more: object): Promise<Response> =>
    fetch(`${worker}/gather`, posting({ requests: [{ url: `${upstreams}/fault?key=none` }], ...more }));
  const refused = await gather({ transform: "export default () => 1" });
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({
    type: problemType("transform-unavailable"),
    errors: [{ field: "transform", message: expect.stringContaining("[[worker_loaders]]") as string }],
  });
  expect(await (await fetch(`${upstreams}/seen?key=none`)).json()).toMatchObject({ requests: 0 });
  expect(await (await gather({})).json()).toMatchObject({ complete: true, subrequests: 1 });
}, 30_000);
