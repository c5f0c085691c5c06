// The command refuses arguments that make no sense and endpoints that cannot be rehearsed.
import { beforeAll, describe, expect, test } from "vitest";
import { buildWorker } from "../../scripts/build-worker.ts";
import { expectHonest } from "../../scripts/rehearse/expect-honest.ts";
import { readOptions } from "../../scripts/rehearse/options.ts";
import { RehearsalError } from "../../scripts/rehearse/rehearsal-error.ts";

describe("arguments", () => {
  test.each([
    [[], /^which endpoint\?\n\nusage: npm run rehearse/],
    [["city"], /^city is not a path of the Worker: it must begin with a slash$/],
    [["/city", "/hello"], /^one endpoint at a time: \/city, not \/hello as well$/],
    [["/city", "--deadline", "soon"], /^--deadline must be a whole number from 100 to 30000, not soon$/],
    [["/city", "--delivery", "xml"], /^--delivery must be one of json, lines, events, not xml$/],
    [["/city", "--fault", "rain"], /^unknown fault rain; faults: slow, stall, .*, breaker open, budget spent$/],
    [["/city", "--header", "Accept"], /^"Accept" must have the form --header "Name: value"$/],
    [["/city", "--var", "KEY"], /^"KEY" must have the form --var NAME=value$/],
    [["/city", "--no-such"], /no-such[^]*usage: npm run rehearse/],
  ])("%j are refused", (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
    expect(() => readOptions(args)).toThrow(RehearsalError);
  });

  test("are those of curl, as far as they go", () => {
    const args = ["/price", "--data", '{"id":1}', "--header", "Authorization: Bearer a:b", "--var", "KEY=a=b"];
    expect(readOptions(args)).toMatchObject({
      request: {
        method: "POST",
        path: "/price",
        headers: { "Content-Type": "application/json", Authorization: "Bearer a:b" },
        body: '{"id":1}',
      },
      variables: { KEY: "a=b" },
      pairs: true,
      json: false,
    });
  });
});

describe("endpoints that cannot be rehearsed", () => {
  let bundle = "";
  beforeAll(() => {
    bundle = buildWorker("dist/test/dishonest", "test/rehearse/workers/dishonest.ts");
  }, 60_000);

  test.each([
    ["/nowhere", /GET \/nowhere answered 404: no route for \/nowhere; [^]*can be rehearsed: .*GET \/honest/],
    ["/unmerged", /GET \/unmerged is not a merged endpoint: its answer has no parts\.\n.*GET \/honest/],
    ["/keyed", /GET \/keyed answered 401: a key is needed\. Use --header/],
    ["/asks", /GET \/asks is a request that the endpoint refuses: topic .+/],
    ["/calls-nothing", /GET \/calls-nothing calls none of the local upstreams, so nothing can be made to fail/],
    ["/unwell", /GET \/unwell is not complete even with all upstreams well.\n {2}weather: http_error\. .*answered 400/],
  ])(
    "%s is refused with what to do",
    async (path, message) => {
      await expect(expectHonest(bundle, path, { deliveries: ["json"], pairs: false })).rejects.toThrow(message);
    },
    30_000,
  );
});
