// The places that the stand-ins know: facts by hand, weather and air as they might well be, summaries in words of our own.
import type { Place } from "./place.ts";

/** A city as the stand-ins for geocoding, forecast, air quality and encyclopedia know it. */
export interface City extends Place {
  /** Its number in GeoNames. */
  readonly id: number;
  readonly name: string;
  /** Further names by which it is found. */
  readonly otherNames: readonly string[];
  /** Degrees, north positive. */
  readonly latitude: number;
  /** Degrees, east positive. */
  readonly longitude: number;
  /** What GeoNames calls its kind: PPLC a capital, PPLA the seat of a first-level area, PPL any populated place. */
  readonly featureCode: string;
  readonly countryCode: string;
  readonly countryId: number;
  readonly country: string;
  /** Its first-level area; absent where there is none. */
  readonly admin1?: string;
  readonly population: number;
  /** Absent where the encyclopedia shall have no such page. */
  readonly summary?: CitySummary;
}

/** What the encyclopedia says of a city. */
export interface CitySummary {
  readonly title: string;
  readonly wikibaseItem: string;
  readonly description: string;
  readonly extract: string;
  /** In pixels; absent where the page shall have no picture. */
  readonly thumbnail?: { readonly width: number; readonly height: number };
}

/** Fourteen cities. Tromsø's page has no picture and Wellington has no page, so that partial answers can be shown. */
export const cities: readonly City[] = [
  {
    id: 2_267_057,
    name: "Lisbon",
    otherNames: ["Lisboa"],
    latitude: 38.72635,
    longitude: -9.14843,
    elevation: 45,
    featureCode: "PPLC",
    countryCode: "PT",
    countryId: 2_264_397,
    country: "Portugal",
    admin1: "Lisbon District",
    timezone: "Europe/Lisbon",
    population: 517_802,
    weather: { temperature_2m: 21.4, apparent_temperature: 21.1, wind_speed_10m: 16.9, weather_code: 1 },
    air: { european_aqi: 24, pm10: 18.3, pm2_5: 8.1 },
    summary: {
      title: "Lisbon",
      wikibaseItem: "Q597",
      description: "Capital and largest city of Portugal",
      extract:
        "Lisbon is the capital of Portugal, built over hills on the north bank of the Tagus, close to where the river meets the Atlantic. Much of its centre was laid out anew after the earthquake of 1755.",
      thumbnail: { width: 330, height: 220 },
    },
  },
  {
    id: 2_950_159,
    name: "Berlin",
    otherNames: [],
    latitude: 52.52437,
    longitude: 13.41053,
    elevation: 74,
    featureCode: "PPLC",
    countryCode: "DE",
    countryId: 2_921_044,
    country: "Germany",
    admin1: "State of Berlin",
    timezone: "Europe/Berlin",
    population: 3_426_354,
    weather: { temperature_2m: 13.2, apparent_temperature: 11.6, wind_speed_10m: 14.8, weather_code: 3 },
    air: { european_aqi: 31, pm10: 19.7, pm2_5: 12.4 },
    summary: {
      title: "Berlin",
      wikibaseItem: "Q64",
      description: "Capital and largest city of Germany",
      extract:
        "Berlin is the capital of Germany and one of its sixteen states, on the rivers Spree and Havel. A wall divided it from 1961 to 1989; forests, parks and lakes take up about a third of its area.",
      thumbnail: { width: 330, height: 186 },
    },
  },
  {
    id: 1_850_147,
    name: "Tokyo",
    otherNames: ["Tōkyō", "Edo"],
    latitude: 35.6895,
    longitude: 139.69171,
    elevation: 44,
    featureCode: "PPLC",
    countryCode: "JP",
    countryId: 1_861_060,
    country: "Japan",
    admin1: "Tokyo",
    timezone: "Asia/Tokyo",
    population: 9_733_276,
    weather: { temperature_2m: 18.7, apparent_temperature: 18.9, wind_speed_10m: 9.4, weather_code: 2 },
    air: { european_aqi: 38, pm10: 27.5, pm2_5: 16.2 },
    summary: {
      title: "Tokyo",
      wikibaseItem: "Q1490",
      description: "Capital and most populous city of Japan",
      extract:
        "Tokyo is the capital of Japan, at the head of the bay that bears its name. Until 1868 it was called Edo; today it is the heart of one of the most populous urban areas on Earth.",
      thumbnail: { width: 330, height: 248 },
    },
  },
  {
    id: 184_745,
    name: "Nairobi",
    otherNames: [],
    latitude: -1.28333,
    longitude: 36.81667,
    elevation: 1684,
    featureCode: "PPLC",
    countryCode: "KE",
    countryId: 192_950,
    country: "Kenya",
    admin1: "Nairobi County",
    timezone: "Africa/Nairobi",
    population: 4_397_073,
    weather: { temperature_2m: 22.8, apparent_temperature: 22.3, wind_speed_10m: 12.6, weather_code: 2 },
    air: { european_aqi: 42, pm10: 33.9, pm2_5: 19.6 },
    summary: {
      title: "Nairobi",
      wikibaseItem: "Q3870",
      description: "Capital and largest city of Kenya",
      extract:
        "Nairobi is the capital of Kenya, some 1,700 metres above the sea. It grew from a railway depot of 1899, and a national park with lions and rhinoceroses begins at its southern edge.",
      thumbnail: { width: 330, height: 219 },
    },
  },
  {
    id: 3_448_439,
    name: "São Paulo",
    otherNames: [],
    latitude: -23.5475,
    longitude: -46.63611,
    elevation: 769,
    featureCode: "PPLA",
    countryCode: "BR",
    countryId: 3_469_034,
    country: "Brazil",
    admin1: "São Paulo",
    timezone: "America/Sao_Paulo",
    population: 12_400_232,
    weather: { temperature_2m: 24.6, apparent_temperature: 25.8, wind_speed_10m: 7.9, weather_code: 80 },
    air: { european_aqi: 44, pm10: 29.4, pm2_5: 18.8 },
    summary: {
      title: "São Paulo",
      wikibaseItem: "Q174",
      description: "Most populous city of Brazil",
      extract:
        "São Paulo is the most populous city of Brazil and of the southern hemisphere, on a plateau about 70 kilometres from the Atlantic. Jesuit priests founded it in 1554.",
      thumbnail: { width: 330, height: 220 },
    },
  },
  {
    id: 3_413_829,
    name: "Reykjavík",
    otherNames: [],
    latitude: 64.13548,
    longitude: -21.89541,
    elevation: 37,
    featureCode: "PPLC",
    countryCode: "IS",
    countryId: 2_629_691,
    country: "Iceland",
    admin1: "Capital Region",
    timezone: "Atlantic/Reykjavik",
    population: 118_918,
    weather: { temperature_2m: 5.1, apparent_temperature: 0.4, wind_speed_10m: 29.2, weather_code: 61 },
    air: { european_aqi: 12, pm10: 7.6, pm2_5: 3.0 },
    summary: {
      title: "Reykjavík",
      wikibaseItem: "Q1764",
      description: "Capital and largest city of Iceland",
      extract:
        "Reykjavík is the capital of Iceland and the northernmost capital of a sovereign state. Hot springs heat most of its houses, and about two thirds of all Icelanders live in or near it.",
      thumbnail: { width: 330, height: 247 },
    },
  },
  {
    id: 2_147_714,
    name: "Sydney",
    otherNames: [],
    latitude: -33.86785,
    longitude: 151.20732,
    elevation: 58,
    featureCode: "PPLA",
    countryCode: "AU",
    countryId: 2_077_456,
    country: "Australia",
    admin1: "New South Wales",
    timezone: "Australia/Sydney",
    population: 4_627_345,
    weather: { temperature_2m: 19.9, apparent_temperature: 19.2, wind_speed_10m: 18.4, weather_code: 0 },
    air: { european_aqi: 17, pm10: 11.8, pm2_5: 5.2 },
    summary: {
      title: "Sydney",
      wikibaseItem: "Q3130",
      description: "Capital city of New South Wales, Australia",
      extract:
        "Sydney is the capital of New South Wales and the most populous city of Australia, spread around a deep natural harbour. Its opera house and its arched bridge face each other across the water.",
      thumbnail: { width: 330, height: 209 },
    },
  },
  {
    id: 5_128_581,
    name: "New York",
    otherNames: ["New York City", "NYC"],
    latitude: 40.71427,
    longitude: -74.00597,
    elevation: 10,
    featureCode: "PPL",
    countryCode: "US",
    countryId: 6_252_001,
    country: "United States",
    admin1: "New York",
    timezone: "America/New_York",
    population: 8_804_190,
    weather: { temperature_2m: 16.3, apparent_temperature: 15.1, wind_speed_10m: 17.6, weather_code: 3 },
    air: { european_aqi: 33, pm10: 17.2, pm2_5: 11.3 },
    summary: {
      title: "New York City",
      wikibaseItem: "Q60",
      description: "Most populous city in the United States",
      extract:
        "New York City is the most populous city of the United States, at the mouth of the Hudson. It has five boroughs, most of them on islands: the Bronx, Brooklyn, Manhattan, Queens and Staten Island.",
      thumbnail: { width: 330, height: 174 },
    },
  },
  {
    id: 1_275_339,
    name: "Mumbai",
    otherNames: ["Bombay"],
    latitude: 19.07283,
    longitude: 72.88261,
    elevation: 14,
    featureCode: "PPLA",
    countryCode: "IN",
    countryId: 1_269_750,
    country: "India",
    admin1: "Maharashtra",
    timezone: "Asia/Kolkata",
    population: 12_691_836,
    weather: { temperature_2m: 30.4, apparent_temperature: 34.9, wind_speed_10m: 11.2, weather_code: 2 },
    air: { european_aqi: 88, pm10: 112.6, pm2_5: 58.7 },
    summary: {
      title: "Mumbai",
      wikibaseItem: "Q1156",
      description: "Capital city of Maharashtra, India",
      extract:
        "Mumbai is the capital of Maharashtra and India's centre of finance and film, on a peninsula that was once seven islands in the Arabian Sea. Its official name in English was Bombay until 1995.",
      thumbnail: { width: 330, height: 247 },
    },
  },
  {
    id: 360_630,
    name: "Cairo",
    otherNames: ["Al Qahirah"],
    latitude: 30.06263,
    longitude: 31.24967,
    elevation: 23,
    featureCode: "PPLC",
    countryCode: "EG",
    countryId: 357_994,
    country: "Egypt",
    admin1: "Cairo Governorate",
    timezone: "Africa/Cairo",
    population: 9_606_916,
    weather: { temperature_2m: 27.9, apparent_temperature: 26.4, wind_speed_10m: 15.7, weather_code: 0 },
    air: { european_aqi: 97, pm10: 134.1, pm2_5: 68.4 },
    summary: {
      title: "Cairo",
      wikibaseItem: "Q85",
      description: "Capital and largest city of Egypt",
      extract:
        "Cairo is the capital of Egypt, on the Nile a little south of its delta. The Fatimids founded it in 969; the pyramids of Giza stand at the western edge of its urban area.",
      thumbnail: { width: 330, height: 220 },
    },
  },
  {
    id: 6_173_331,
    name: "Vancouver",
    otherNames: [],
    latitude: 49.24966,
    longitude: -123.11934,
    elevation: 70,
    featureCode: "PPL",
    countryCode: "CA",
    countryId: 6_251_999,
    country: "Canada",
    admin1: "British Columbia",
    timezone: "America/Vancouver",
    population: 662_248,
    weather: { temperature_2m: 10.8, apparent_temperature: 9.3, wind_speed_10m: 10.1, weather_code: 63 },
    air: { european_aqi: 19, pm10: 9.9, pm2_5: 6.7 },
    summary: {
      title: "Vancouver",
      wikibaseItem: "Q24639",
      description: "Largest city in British Columbia, Canada",
      extract:
        "Vancouver is the largest city of British Columbia, on Canada's Pacific coast between the Fraser and the mountains of the North Shore. Its port is the busiest of the country.",
      thumbnail: { width: 330, height: 218 },
    },
  },
  {
    id: 1_880_252,
    name: "Singapore",
    otherNames: [],
    latitude: 1.28967,
    longitude: 103.85007,
    elevation: 15,
    featureCode: "PPLC",
    countryCode: "SG",
    countryId: 1_880_251,
    country: "Singapore",
    timezone: "Asia/Singapore",
    population: 5_638_700,
    weather: { temperature_2m: 29.6, apparent_temperature: 34.8, wind_speed_10m: 8.3, weather_code: 95 },
    air: { european_aqi: 36, pm10: 24.8, pm2_5: 15.5 },
    summary: {
      title: "Singapore",
      wikibaseItem: "Q334",
      description: "Island country and city-state in Southeast Asia",
      extract:
        "Singapore is an island city-state at the southern tip of the Malay Peninsula, a little north of the equator. Independent since 1965, it has four official languages: English, Malay, Mandarin and Tamil.",
      thumbnail: { width: 330, height: 220 },
    },
  },
  {
    id: 3_133_895,
    name: "Tromsø",
    otherNames: ["Tromso"],
    latitude: 69.6489,
    longitude: 18.95508,
    elevation: 11,
    featureCode: "PPLA2",
    countryCode: "NO",
    countryId: 3_144_096,
    country: "Norway",
    admin1: "Troms",
    timezone: "Europe/Oslo",
    population: 41_915,
    weather: { temperature_2m: 1.3, apparent_temperature: -3.9, wind_speed_10m: 19.8, weather_code: 71 },
    air: { european_aqi: 9, pm10: 5.1, pm2_5: 2.2 },
    summary: {
      title: "Tromsø",
      wikibaseItem: "Q26087",
      description: "City in Troms, Norway",
      extract:
        "Tromsø is a city of northern Norway, most of it on an island some 350 kilometres north of the Arctic Circle. The sun does not set there from late May to late July.",
    },
  },
  {
    id: 2_179_537,
    name: "Wellington",
    otherNames: [],
    latitude: -41.28664,
    longitude: 174.77557,
    elevation: 31,
    featureCode: "PPLC",
    countryCode: "NZ",
    countryId: 2_186_224,
    country: "New Zealand",
    admin1: "Wellington Region",
    timezone: "Pacific/Auckland",
    population: 381_900,
    weather: { temperature_2m: 14.2, apparent_temperature: 10.7, wind_speed_10m: 37.1, weather_code: 3 },
    air: { european_aqi: 11, pm10: 8.8, pm2_5: 2.9 },
  },
];
