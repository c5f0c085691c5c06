// The worked example: a place that must be found, and three upstreams of which any may be missing.
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { mergedAnswer, mergedLine } from "../../src/answers/merged-answer.ts";
import { CityAnswer as members } from "../../src/examples/city.ts";
import { get, linesOf, problem, seenUnder, standInMisbehaves, textOf } from "../support/worker.ts";

const CityAnswer = mergedAnswer(members);
const CityLine = mergedLine(members);

/** The stand-ins as far as Nairobi goes, which no other test asks for. */
const ofNairobi = {
  search: "path=/v1/search&match=name%3DNairobi",
  forecast: "path=/v1/forecast&match=latitude%3D-1.28333",
  air: "path=/v1/air-quality&match=latitude%3D-1.28333",
  summary: "path=/api/rest_v1/page/summary/Nairobi",
};

const misbehave = (standIn: keyof typeof ofNairobi, recipe: string): Promise<void> =>
  standInMisbehaves(`${ofNairobi[standIn]}&${recipe}`);

async function cityOf(response: Response): Promise<z.output<typeof CityAnswer>> {
  expect(response.status).toBe(200);
  return CityAnswer.parse(await response.json());
}

const outcomesOf = ({ parts }: z.output<typeof CityAnswer>): Record<string, string> =>
  Object.fromEntries(Object.entries(parts).map(([key, { outcome }]) => [key, outcome]));

test("a place with everything there is to be had", async () => {
  const response = await get("/city?name=Lisbon");
  expect([response.headers.get("Gather-Complete"), response.headers.get("Vary")]).toEqual(["true", "Accept"]);
  const city = await cityOf(response);
  expect(city).toMatchObject({
    complete: true,
    subrequests: 4,
    place: { name: "Lisbon", country: "Portugal", countryCode: "PT", latitude: 38.72635, timezone: "Europe/Lisbon" },
    weather: { temperatureC: 21.4, feelsLikeC: 21.1, windKmh: 16.9, code: 1 },
    air: { europeanAqi: 24, pm10: 18.3, pm2_5: 8.1 },
    summary: { title: "Lisbon", page: "https://en.wikipedia.org/wiki/Lisbon" },
  });
  expect(outcomesOf(city)).toEqual({ place: "ok", weather: "ok", air: "ok", summary: "ok" });
});

test("E2 parts that are not asked for are not called", async () => {
  const response = await get("/city?name=Lisbon&parts=weather");
  expect(response.headers.get("Gather-Complete")).toBe("true");
  const city = await cityOf(response);
  expect([city.complete, city.subrequests, city.air]).toEqual([true, 2, null]);
  expect(outcomesOf(city)).toEqual({ place: "ok", weather: "ok", air: "not_requested", summary: "not_requested" });
  const refused = await problem(await get("/city?name=Lisbon&parts=wind"));
  expect([refused.status, refused.detail]).toEqual([400, expect.stringContaining("place, weather, air, summary")]);
});

test("R7 reason phrases with a tab or a byte over 127 are legal", async () => {
  await misbehave("search", "reason=a%09b");
  await misbehave("forecast", "reason=caf%C3%A9");
  await misbehave("air", "reason=a%09b");
  const city = await cityOf(await get("/city?name=Nairobi"));
  expect(outcomesOf(city)).toEqual({ place: "ok", weather: "ok", air: "ok", summary: "ok" });
});

test("a place is found by another of its names, and told in its own", async () => {
  const { place, summary } = await cityOf(await get("/city?name=s%C3%A3o%20paulo"));
  expect([place.name, summary?.title]).toEqual(["S\u00e3o Paulo", "S\u00e3o Paulo"]);
  expect((await cityOf(await get("/city?name=lisboa"))).place.name).toBe("Lisbon");
});

test("a page without a picture is a summary without one; no page at all is a part that is missing", async () => {
  const tromso = await cityOf(await get("/city?name=Troms%C3%B8"));
  expect([tromso.complete, tromso.summary?.thumbnail]).toEqual([true, undefined]);
  const wellington = await cityOf(await get("/city?name=Wellington"));
  expect([wellington.complete, wellington.summary]).toEqual([false, null]);
  expect(wellington.parts["summary"]).toMatchObject({ outcome: "http_error", message: /"encyclopedia" answered 404/ });
});

test("what needs the place is asked as soon as it is there, all at once", async () => {
  for (const standIn of ["forecast", "air", "summary"] as const) await misbehave(standIn, "stall=headers");
  const answer = await get("/city?name=Nairobi&deadlineMs=3000", { headers: { Accept: "application/x-ndjson" } });
  await Promise.all(["forecast", "air-quality", "summary"].map((key) => seenUnder(key, "waitingForHeaders:1")));
  await answer.body?.cancel();
  await Promise.all(["forecast", "air-quality", "summary"].map((key) => seenUnder(key, "leftEarly:1")));
});

test("H2 one stalled and one that answers rubbish: a partial answer, of what was there in time to answer by the deadline", async () => {
  await misbehave("forecast", "stall=headers");
  await misbehave("air", "body=oops");
  const response = await get("/city?name=Nairobi&deadlineMs=400");
  expect([response.headers.get("Gather-Complete"), response.headers.get("Cache-Control")]).toEqual([
    "false",
    "no-store",
  ]);
  const city = await cityOf(response);
  expect(city).toMatchObject({ complete: false, weather: null, air: null, summary: { title: "Nairobi" } });
  expect(outcomesOf(city)).toEqual({ place: "ok", weather: "deadline", air: "invalid", summary: "ok" });
  expect(city.parts["weather"]?.message).toContain("deadline of 400 ms (less 50 ms to answer in)");
});

test("an answer in another shape than was declared is invalid, and the field is named", async () => {
  await misbehave("forecast", `body=${encodeURIComponent('{"current":{"time":"now","temperature_2m":"mild"}}')}`);
  const { weather, parts } = await cityOf(await get("/city?name=Nairobi"));
  expect([weather, parts["weather"]?.outcome]).toEqual([null, "invalid"]);
  expect(parts["weather"]?.message).toContain("differently than declared: current.temperature_2m: ");
});

test("H2 without the place there is no answer: 502, or 504 if it was time", async () => {
  await misbehave("search", "status=404");
  const down = await get("/city?name=Nairobi");
  expect(down.headers.get("Gather-Complete")).toBe("false");
  expect(await problem(down)).toMatchObject({
    status: 502,
    detail: 'upstream "geocoding" answered 404',
    parts: { place: { outcome: "http_error" } },
  });
  await misbehave("search", "stall=headers");
  expect(await problem(await get("/city?name=Nairobi&deadlineMs=200"))).toMatchObject({
    status: 504,
    parts: { place: { outcome: "deadline" } },
  });
});

describe.each(["application/json", "application/x-ndjson", "text/event-stream"])("as %s", (accept) => {
  test("H5 an unknown place is 404", async () => {
    const response = await get("/city?name=Atlantis", { headers: { Accept: accept } });
    expect(await problem(response)).toMatchObject({ status: 404, detail: 'no place is called "Atlantis"' });
  });

  test("H2 a place that cannot be found out is 502: nothing has been sent yet", async () => {
    await misbehave("search", "status=404");
    const response = await get("/city?name=Nairobi", { headers: { Accept: accept } });
    expect((await problem(response)).status).toBe(502);
  });
});

test("H3 NDJSON: the place, then each part as it comes, then the summary", async () => {
  await misbehave("forecast", "delayMs=150");
  await misbehave("air", "status=404&delayMs=50");
  const response = await get("/city?name=Nairobi", { headers: { Accept: "application/x-ndjson" } });
  const lines = (await linesOf(response)).map((line) => CityLine.parse(line));
  expect(lines).toMatchObject([
    { type: "result", key: "place", outcome: "ok", value: { name: "Nairobi" } },
    { type: "result", key: "summary", outcome: "ok", value: { title: "Nairobi" } },
    { type: "result", key: "air", outcome: "http_error" },
    { type: "result", key: "weather", outcome: "ok", value: { code: expect.any(Number) as number } },
    { type: "summary", complete: false, subrequests: 4 },
  ]);
  expect(lines[2]).not.toHaveProperty("value");
});

test("H3 server-sent events: the same", async () => {
  const response = await get("/city?name=Berlin", { headers: { Accept: "text/event-stream" } });
  const text = await textOf(response);
  expect(text.match(/^event: .*$/gm)).toEqual([...Array<string>(4).fill("event: result"), "event: summary"]);
  expect(text).toContain('event: result\nid: 1\ndata: {"key":"place"');
});

describe("H5 bad input", () => {
  test.each([
    ["", "name"],
    ["name=", "name"],
    ["name=%20", "name"],
    [`name=${"x".repeat(101)}`, "name"],
    ["name=Berlin&name=Lima", "name"],
    ["name=Berlin&city=Lima", "city"],
    ["name=Berlin&deadlineMs=0", "deadlineMs"],
    ["name=Berlin&deadlineMs=soon", "deadlineMs"],
    ["name=Berlin&deadlineMs=30001", "deadlineMs"],
  ])("%s is refused by name", async (query, field) => {
    const response = await get(`/city?${query}`);
    expect(response.status).toBe(400);
    expect((await problem(response)).errors).toMatchObject([{ field }]);
  });

  test.each(["..", "/etc/passwd", "<script>", "\u0000", "\ud83d\ude00", "Lisbon?x=1#y", "%"])(
    "a place called %j is not found, and does no harm",
    async (name) => {
      const response = await get(`/city?name=${encodeURIComponent(name)}`);
      expect((await problem(response)).status).toBe(404);
    },
  );
});
