// Clocks of other places, at a fixed moment.
import { expect, test } from "vitest";
import { zoneTime } from "../../scripts/upstreams/examples/zone-time.ts";

const winter = Date.UTC(2026, 0, 15, 12, 44, 59);
const summer = Date.UTC(2026, 6, 15, 12, 44, 59);

test.for([
  ["GMT", winter, "GMT", 0, "2026-01-15T12:30"],
  ["Europe/Lisbon", summer, "GMT+1", 3_600, "2026-07-15T13:30"],
  ["America/New_York", winter, "GMT-5", -18_000, "2026-01-15T07:30"],
  ["Asia/Kolkata", winter, "GMT+5:30", 19_800, "2026-01-15T18:00"],
  ["America/St_Johns", winter, "GMT-3:30", -12_600, "2026-01-15T09:00"],
  ["Pacific/Auckland", winter, "GMT+13", 46_800, "2026-01-16T01:30"],
] as const)("%s", ([timezone, now, abbreviation, offsetS, time]) => {
  expect(zoneTime(timezone, 900, now)).toEqual({ timezone, abbreviation, offsetS, time });
});

test("intervals are whole in local time", () => {
  expect(zoneTime("Asia/Kolkata", 3_600, winter).time).toBe("2026-01-15T18:00");
});
