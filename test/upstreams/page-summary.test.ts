// `/api/rest_v1/page/summary/`: pages, a page without a picture, and no page.
import { expect } from "vitest";
import { cities } from "../../scripts/upstreams/examples/cities.ts";
import { test, textWith } from "./stand-ins-test.ts";

const at = "/api/rest_v1/page/summary/";

test("a summary has the form of Wikipedia's", async ({ get }) => {
  const { status, contentType, json } = await get(`${at}S%C3%A3o_Paulo`);
  expect(status).toBe(200);
  expect(contentType).toMatch(/^application\/json; charset=utf-8; profile=/);
  expect(json).toMatchObject({
    type: "standard",
    title: "São Paulo",
    titles: { canonical: "São_Paulo", normalized: "São Paulo" },
    namespace: { id: 0, text: "" },
    wikibase_item: "Q174",
    lang: "en",
    dir: "ltr",
    thumbnail: { source: textWith(/^https:\/\/.*330px-S%C3%A3o_Paulo\.jpg$/), width: 330, height: 220 },
    coordinates: { lat: -23.5475, lon: -46.63611 },
    content_urls: {
      desktop: { page: "https://en.wikipedia.org/wiki/S%C3%A3o_Paulo" },
      mobile: { page: "https://en.m.wikipedia.org/wiki/S%C3%A3o_Paulo" },
    },
    extract: textWith("plateau"),
  });
});

test.for([
  ["spaces", "S%C3%A3o%20Paulo", "São Paulo"],
  ["no diacritics", "Sao_Paulo", "São Paulo"],
  ["lower case", "lisbon", "Lisbon"],
  ["the city's name where the title is longer", "New%20York", "New York City"],
  ["a former name", "Bombay", "Mumbai"],
] as const)("a title in %s is found", async ([, written, title], { get }) => {
  expect(await get(at + written)).toMatchObject({ status: 200, json: { title } });
});

test("every city has a page but Wellington, and every page a picture but Tromsø's", async ({ get }) => {
  const answers = await Promise.all(cities.map(({ name }) => get(at + encodeURIComponent(name))));
  const without = (key: string): string[] =>
    cities.filter((_, i) => !Object.hasOwn(answers[i]?.json ?? {}, key)).map(({ name }) => name);
  expect(without("extract")).toEqual(["Wellington"]);
  expect(without("thumbnail")).toEqual(["Tromsø", "Wellington"]);
});

test.for(["Wellington", "Nowhere%20at%20all", "", "%E0%A4%A", "Lisbon/Talk"])(
  "an unknown title gets 404 and Wikipedia's problem: %j",
  async (title, { get }) => {
    expect(await get(at + title)).toEqual({
      status: 404,
      contentType: "application/problem+json",
      json: {
        type: "https://mediawiki.org/wiki/HyperSwitch/errors/not_found",
        title: "Not found.",
        method: "get",
        detail: "Page or revision not found.",
        uri: `/en.wikipedia.org/v1/page/summary/${title}`,
      },
    });
  },
);

test("the path without its slash is not served", async ({ get }) => {
  expect((await get(at.slice(0, -1))).status).toBe(404);
});
