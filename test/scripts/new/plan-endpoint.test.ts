// `npm run new` refuses bad arguments before it writes, and makes legal names.
import { expect, test } from "vitest";
import { declares, planEndpoint } from "../../../scripts/new/plan-endpoint.ts";

interface Given {
  upstreams?: string[];
  origin?: string;
  post?: boolean;
}

const plan = (path: string, { upstreams = [], origin, post = false }: Given = {}) =>
  planEndpoint({ path, upstreams, origin, post });

test.for<[string, Given, RegExp]>([
  ["briefing", {}, /must begin with \//],
  ["/", {}, /has the segment ""/],
  ["/briefing/", {}, /has the segment ""/],
  ["/a//b", {}, /has the segment ""/],
  ["/a?b=1", {}, /has the segment "a\?b=1": expected a name or :parameter/],
  ["/a/*", {}, /has the segment "\*"/],
  ["/a/:b?", {}, /has the segment ":b\?"/],
  ["/a/:Topic", {}, /has the segment ":Topic"/],
  ["/../a", {}, /has the segment "\.\."/],
  ["/:topic", {}, /must begin with a name/],
  ["/a/:b/:b", {}, /has the parameter :b twice/],
  ["/a/b/c/d/e/f/g/h/i", {}, /more than 8 segments/],
  [`/${"a".repeat(51)}`, {}, /has the segment/],
  ["/healthz", {}, /GET \/healthz of src\/routes\/healthz\.ts answers \/healthz already/],
  ["/docs", {}, /ALL \/docs of src\/page\/docs\.html answers/],
  ["/jobs/:name", {}, /GET \/jobs\/:id of src\/routes\/jobs\/jobs\.ts answers/],
  ["/jobs/new", {}, /GET \/jobs\/:id of src\/routes\/jobs\/jobs\.ts answers/],
  ["/about-", { post: true }, /src\/routes\/about\.ts exists/],
  ["/a", { upstreams: ["News"] }, /"News" cannot be an upstream's name/],
  ["/a", { upstreams: ["zebra", "zebra"] }, /the upstream zebra is named twice/],
  ["/a", { upstreams: ["fault"] }, /the local upstreams serve \/fault already: choose another name/],
  ["/a", { upstreams: ["body"] }, /scripts\/upstreams\/body\.ts exists/],
  ["/a", { upstreams: ["a", "b", "c", "d", "e", "f", "g"] }, /at most 6 upstreams/],
  ["/a", { origin: "http://api.example.com" }, /--origin "http:\/\/api\.example\.com" is not an origin/],
  ["/a", { origin: "https://api.example.com/v1" }, /is not an origin such as/],
])("%s with %j is refused", ([path, given, message]) => {
  expect(() => plan(path, given)).toThrow(message);
});

test("another method of a path that exists is no obstacle", () => {
  expect(plan("/jobs/:id", { post: true }).method).toBe("post");
});

test("names in code are legal and free", () => {
  expect(plan("/zebra-crossing/:id", { upstreams: ["zebra-api"] })).toMatchObject({
    code: "zebraCrossing",
    upstreams: [
      { code: "zebraApi", variable: "ZEBRA_API_ORIGIN", path: "/zebra-api", origin: "https://zebra-api.example.com" },
    ],
  });
  expect(plan("/zebra", { upstreams: ["class"] }).upstreams[0]?.code).toBe("classUpstream");
  expect(plan("/zebra", { upstreams: ["zebra"] })).toMatchObject({
    code: "zebraRoute",
    upstreams: [{ code: "zebra" }],
  });
  expect(plan("/zebra/:stripe", { upstreams: ["stripe"] }).upstreams[0]?.code).toBe("stripeUpstream");
  expect(plan("/merge").code).toBe("mergeRoute");
  expect(plan("/secure-headers").code).toBe("secureHeadersRoute");
  expect(plan("/2zebras", { upstreams: ["zebra"] }).code).toBe("_2zebras");
});

test("a declaration is found by its name", () => {
  const code = 'const zebra = declareUpstream<string>({\n  name: "zebra",\n  origin: "ZEBRA_ORIGIN",\n});';
  expect([declares(code, "zebra"), declares(code, "zeb")]).toEqual([true, false]);
});
