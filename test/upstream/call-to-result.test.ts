// The headers in a result.
import { expect, test } from "vitest";
import { callToResult } from "../../src/upstream/call-to-result.ts";
import { openScope } from "../support/open-scope.ts";
import { corner } from "../support/worker.ts";

/** The headers of a result whose upstream sets these cookies. */
async function headersOf(cookies: readonly string[]): Promise<Record<string, unknown>> {
  const { origin, fault } = corner();
  const { headers = {} } = await callToResult(openScope(origin), fault(), {
    upstream: "cookies",
    layer: (next) => async (request, call) => {
      const answer = await next(request, call);
      const { body, status, headers: sent } = answer.response;
      const response = new Response(body, { status, headers: sent });
      for (const cookie of cookies) response.headers.append("Set-Cookie", cookie);
      return { ...answer, response };
    },
  });
  return headers;
}

test("each cookie comes back by itself, and without cookies there is no such header", async () => {
  expect(await headersOf(["a=1; Path=/", "b=2"])).toMatchObject({ "set-cookie": ["a=1; Path=/", "b=2"] });
  expect(await headersOf(["a=1"])).toMatchObject({ "set-cookie": ["a=1"] });
  expect(await headersOf([])).not.toHaveProperty("set-cookie");
});
