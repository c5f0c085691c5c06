// Bodies that do not arrive as they should.
import { expect, test } from "vitest";
import { createApp } from "../../src/app.ts";
import { gate } from "../support/gate.ts";
import { problem } from "../support/worker.ts";

function post(body: ReadableStream): Promise<Response> {
  const env = { ALLOWED_ORIGINS: "", OPEN_ACCESS: "true", DEADLINE_MS: "200", LOG_REQUESTS: "false" };
  const init = { method: "POST", headers: { "Content-Type": "application/json" }, body };
  return Promise.resolve(createApp().request(new Request("http://localhost/gather", init), undefined, env));
}

test("H5 a body that does not arrive by the deadline is 408", async () => {
  const never = gate();
  const response = await post(new ReadableStream({ pull: () => never.wait() as Promise<undefined> }));
  expect(await problem(response)).toMatchObject({ status: 408, errors: [{ field: "(body)" }] });
});

test("H5 a body that breaks off is 400", async () => {
  const response = await post(new ReadableStream({ pull: (controller) => controller.error(new Error("broken off")) }));
  expect(await problem(response)).toMatchObject({ status: 400, errors: [{ field: "(body)" }] });
});
