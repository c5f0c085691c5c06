// `/v1/search`: finds what the public geocoding would find, and answers in its form.
import { expect } from "vitest";
import { cities } from "../../scripts/upstreams/examples/cities.ts";
import { anyNumber, test } from "./stand-ins-test.ts";

test("a city is found by its name, with what the public API says of it", async ({ get }) => {
  const { status, contentType, json } = await get("/v1/search?name=Lisbon&count=1&language=en&format=json");
  expect(status).toBe(200);
  expect(contentType).toBe("application/json; charset=utf-8");
  expect(json).toEqual({
    results: [
      {
        id: 2267057,
        name: "Lisbon",
        latitude: 38.72635,
        longitude: -9.14843,
        elevation: 45,
        feature_code: "PPLC",
        country_code: "PT",
        timezone: "Europe/Lisbon",
        population: 517802,
        country_id: 2264397,
        country: "Portugal",
        admin1: "Lisbon District",
      },
    ],
    generationtime_ms: anyNumber,
  });
});

test("every city is found by its own name", async ({ get }) => {
  for (const { name, id } of cities) {
    const { json } = await get(`/v1/search?name=${encodeURIComponent(name)}&count=1`);
    expect(json).toMatchObject({ results: [{ id, name }] });
  }
});

test.for([
  ["another case", "LISBON", "Lisbon"],
  ["no diacritics", "sao paulo", "São Paulo"],
  ["diacritics in another normal form", "Reykjavi\u0301k", "Reykjavík"],
  ["a letter that has no plain form", "Tromso", "Tromsø"],
  ["spaces around", "  New   York ", "New York"],
  ["another name", "Lisboa", "Lisbon"],
  ["three letters to begin with", "Vanc", "Vancouver"],
  ["its country", "Cairo, Egypt", "Cairo"],
] as const)("%s finds it too", async ([, name, found], { get }) => {
  expect((await get(`/v1/search?name=${encodeURIComponent(name)}`)).json).toMatchObject({ results: [{ name: found }] });
});

test.for([
  ["an unknown name", "Nowhereville"],
  ["an empty name", ""],
  ["a single character", "L"],
  ["two characters that only begin a name", "Li"],
  ["a city in another country", "Cairo, Norway"],
] as const)("%s finds nothing: 200 without the key results", async ([, name], { get }) => {
  const { status, json } = await get(`/v1/search?name=${encodeURIComponent(name)}`);
  expect(status).toBe(200);
  expect(Object.keys(json)).toEqual(["generationtime_ms"]);
});

test.for([
  ["no name", "count=1", "Parameter 'name' is required."],
  ["a count of 0", "name=Cairo&count=0", "Parameter count must be between 1 and 100."],
  ["a count over 100", "name=Cairo&count=101", "Parameter count must be between 1 and 100."],
  ["a count that is no number", "name=Cairo&count=many", "Parameter count must be between 1 and 100."],
] as const)("%s gets 400 and the reason", async ([, query, reason], { get }) => {
  expect(await get(`/v1/search?${query}`)).toMatchObject({ status: 400, json: { error: true, reason } });
});
