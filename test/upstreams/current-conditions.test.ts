// `/v1/forecast` and `/v1/air-quality`: one form, two sets of variables.
import { expect } from "vitest";
import { cities } from "../../scripts/upstreams/examples/cities.ts";
import { startUpstreams } from "../../scripts/upstreams/start-upstreams.ts";
import { anyNumber, getJson, test, textWith } from "./stand-ins-test.ts";

const allWeather = "temperature_2m,apparent_temperature,wind_speed_10m,weather_code";
const localTime = textWith(/^\d{4}-\d\d-\d\dT\d\d:(00|15|30|45)$/);

test("the forecast has the form of the public API's", async ({ get }) => {
  const point = "latitude=19.07283&longitude=72.88261";
  const { status, contentType, json } = await get(`/v1/forecast?${point}&current=${allWeather}&timezone=auto`);
  expect(status).toBe(200);
  expect(contentType).toBe("application/json; charset=utf-8");
  expect(json).toEqual({
    latitude: 19.0625,
    longitude: 72.875,
    generationtime_ms: anyNumber,
    utc_offset_seconds: 19_800,
    timezone: "Asia/Kolkata",
    timezone_abbreviation: "GMT+5:30",
    elevation: 14,
    current_units: {
      time: "iso8601",
      interval: "seconds",
      temperature_2m: "°C",
      apparent_temperature: "°C",
      wind_speed_10m: "km/h",
      weather_code: "wmo code",
    },
    current: {
      time: localTime,
      interval: 900,
      temperature_2m: 30.4,
      apparent_temperature: 34.9,
      wind_speed_10m: 11.2,
      weather_code: 2,
    },
  });
});

test("the air quality has the same form, by the hour", async ({ get }) => {
  const { json } = await get("/v1/air-quality?latitude=38.72635&longitude=-9.14843&current=european_aqi,pm10,pm2_5");
  expect(json).toMatchObject({
    latitude: 38.7,
    longitude: -9.1,
    utc_offset_seconds: 0,
    timezone: "GMT",
    timezone_abbreviation: "GMT",
    current_units: { time: "iso8601", interval: "seconds", european_aqi: "EAQI", pm10: "μg/m³", pm2_5: "μg/m³" },
    current: { time: textWith(/:00$/), interval: 3_600, european_aqi: 24, pm10: 18.3, pm2_5: 8.1 },
  });
});

test("exactly the variables that were asked for are answered", async ({ get }) => {
  const { json } = await get("/v1/air-quality?latitude=1&longitude=1&current=pm10");
  expect(json["current"]).toEqual({ time: localTime, interval: 3_600, pm10: anyNumber });
  expect(json["current_units"]).toEqual({ time: "iso8601", interval: "seconds", pm10: "μg/m³" });
  expect((await get("/v1/forecast?latitude=1&longitude=1")).json).not.toHaveProperty("current");
});

test("every city's clock and values are to be had", async ({ get }) => {
  for (const { latitude, longitude, timezone, weather } of cities) {
    const point = `latitude=${latitude}&longitude=${longitude}`;
    const { json } = await get(`/v1/forecast?${point}&current=${allWeather}&timezone=auto`);
    expect(json).toMatchObject({ timezone, current: weather });
  }
});

test("0.05° beside a city is the city, a little further is not", async ({ get }) => {
  const near = await get("/v1/forecast?latitude=38.77635&longitude=-9.19843&timezone=auto");
  expect(near.json).toMatchObject({ timezone: "Europe/Lisbon" });
  const far = await get("/v1/forecast?latitude=38.7764&longitude=-9.14843&timezone=auto");
  expect(far.json).toMatchObject({ timezone: "Etc/GMT+1", utc_offset_seconds: -3_600, timezone_abbreviation: "GMT-1" });
});

test("anywhere else has values of its own: the same again, others for another seed", async ({ origin }) => {
  const path = `/v1/forecast?latitude=10.5&longitude=-30&current=${allWeather}`;
  const [first, again] = [await getJson(origin + path), await getJson(origin + path)];
  expect(Object(first.json["current"])).toMatchObject({ temperature_2m: anyNumber });
  const { time: _, ...values } = Object(first.json["current"]) as Record<string, unknown>;
  expect(again.json["current"]).toMatchObject(values);
  await using other = await withSeed(2);
  expect((await getJson(other.origin + path)).json["current"]).not.toMatchObject(values);
});

test("the poles and the date line have weather and air", async ({ get }) => {
  for (const point of ["latitude=90&longitude=180", "latitude=-90&longitude=-180", "latitude=0&longitude=0"]) {
    expect((await get(`/v1/forecast?${point}&current=${allWeather}&timezone=auto`)).status).toBe(200);
    const { json } = await get(`/v1/air-quality?${point}&current=european_aqi&timezone=auto`);
    expect(json).toMatchObject({ current: { european_aqi: anyNumber } });
  }
});

test.for([
  ["no coordinates", "current=temperature_2m", "same number of elements"],
  ["a longitude alone", "longitude=1", "same number of elements"],
  ["a latitude beyond the pole", "latitude=90.1&longitude=1", "Latitude must be in range of -90 to 90°. Given: 90.1."],
  [
    "a longitude beyond the line",
    "latitude=1&longitude=-181",
    "Longitude must be in range of -180 to 180°. Given: -181.",
  ],
  ["a word for a number", "latitude=north&longitude=1", "invalid String value north."],
  ["an unknown variable", "latitude=1&longitude=1&current=temperature_2m,mood", "invalid String value mood."],
  ["a variable named like a property of objects", "latitude=1&longitude=1&current=constructor", "constructor."],
  ["a variable of the other API", "latitude=1&longitude=1&current=pm10", "invalid String value pm10."],
  ["an unknown time zone", "latitude=1&longitude=1&timezone=Moon/Tycho", "Invalid timezone"],
] as const)("%s gets 400 and the reason", async ([, query, reason], { get }) => {
  expect(await get(`/v1/forecast?${query}`)).toMatchObject({
    status: 400,
    json: { error: true, reason: textWith(reason) },
  });
});

async function withSeed(seed: number): Promise<{ origin: string } & AsyncDisposable> {
  const { origin, close } = await startUpstreams({ seed });
  return { origin, [Symbol.asyncDispose]: close };
}
