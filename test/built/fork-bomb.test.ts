// Transforms that call themselves, in a built Worker of their own: while they last the runtime has little time for anything else.
import { expect, test } from "vitest";
import { ownBuilt } from "../support/own-built.ts";
import { posting } from "../support/worker.ts";
import { problemType } from "../support/problem-type.ts";

/** The one way there is to an isolate's own front door, used to call what called it. */
const door = `import { getBuiltinModule } from "node:process";
  const headers = { "process-argv": "%5B%5D", "process-max-stderr-bytes": "0" };
  const again = () => getBuiltinModule("cloudflare:workers").exports.default
    .fetch("http://child/", { method: "POST", headers, body: "[]" }).then((response) => response.text());`;

test("a fork bomb runs out of time, and the Worker goes on", async () => {
  const { worker, upstreams } = await ownBuilt({}, { loader: "LOADER" });
  const gather = (transform: string): Promise<Response> =>
    fetch(
      `${worker}/gather`,
      posting({ requests: [{ url: `${upstreams}/fault?body=7` }], transform, deadlineMs: 1_500 }),
    );
  for (const bomb of [
    "export default async () => { for (;;) await again() }",
    "export default async () => { await Promise.all([again(), again()]); await scheduler.wait(60_000) }",
  ]) {
    expect(await (await gather(`${door} ${bomb}`)).json()).toMatchObject({
      type: problemType("transform-timeout"),
      errors: [{ field: "transform" }],
    });
    expect(await (await fetch(`${worker}/healthz`)).json()).toEqual({ status: "ok" });
    expect(await (await gather("export default ({ results }) => results[0].body")).json()).toMatchObject({
      transformed: 7,
    });
  }
}, 30_000);
