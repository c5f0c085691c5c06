// What `npm run new` refuses, before anything is written; and what it makes of names.
import { expect, test } from "vitest";
import { planEndpoint } from "../../../scripts/new/plan-endpoint.ts";

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
  ["/docs", {}, /GET \/docs of src\/page\/docs\.html answers/],
  ["/jobs/:name", {}, /GET \/jobs\/:id of src\/routes\/jobs\/jobs\.ts answers/],
  ["/jobs/new", {}, /GET \/jobs\/:id of src\/routes\/jobs\/jobs\.ts answers/],
  ["/about-", { post: true }, /src\/routes\/about\.ts exists/],
  ["/a", { upstreams: ["News"] }, /"News" cannot be an upstream's name/],
  ["/a", { upstreams: ["news", "news"] }, /the upstream news is named twice/],
  ["/a", { upstreams: ["fault"] }, /the local upstreams serve \/fault already: choose another name/],
  ["/a", { upstreams: ["body"] }, /scripts\/upstreams\/body\.ts exists/],
  ["/a", { upstreams: ["a", "b", "c", "d", "e", "f", "g"] }, /at most 6 upstreams/],
  ["/a", { origin: "http://api.example.com" }, /--origin "http:\/\/api\.example\.com" is not an origin/],
  ["/a", { origin: "https://api.example.com/v1" }, /is not an origin such as/],
])("%s with %j is refused", ([path, given, message]) => {
  expect(() => plan(path, given)).toThrow(message);
});

test("a route that only a comment shows is no obstacle", () => {
  expect(plan("/briefing").route.path).toBe("/briefing");
});

test("another method of a path that exists is no obstacle", () => {
  expect(plan("/jobs/:id", { post: true }).method).toBe("post");
});

test("names in code are legal and free", () => {
  expect(plan("/air-quality/:id", { upstreams: ["news-api"] })).toMatchObject({
    code: "airQuality",
    upstreams: [
      { code: "newsApi", variable: "NEWS_API_ORIGIN", path: "/news-api", origin: "https://news-api.example.com" },
    ],
  });
  expect(plan("/merge/x", { upstreams: ["class"] })).toMatchObject({
    code: "mergeX",
    upstreams: [{ code: "classUpstream" }],
  });
  expect(plan("/merge").code).toBe("mergeRoute");
  expect(plan("/secure-headers").code).toBe("secureHeadersRoute");
  expect(plan("/news", { upstreams: ["news"] })).toMatchObject({ code: "newsRoute", upstreams: [{ code: "news" }] });
  expect(plan("/a/:topic", { upstreams: ["topic"] }).upstreams[0]?.code).toBe("topicUpstream");
  expect(plan("/2fa", { upstreams: ["codes"] }).code).toBe("_2fa");
});
