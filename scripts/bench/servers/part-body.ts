// The answer of an upstream, similar to a day's forecast from a weather API.

/** The body of part `index`, JSON of 1.3 kB, the same in every run. */
export function partBody(index: number): string {
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  return JSON.stringify({
    id: index,
    place: { name: `Place ${index}`, latitude: 38.5 + index, longitude: -9.25 + index, timezone: "Europe/Lisbon" },
    units: { temperature: "°C", humidity: "%", wind: "km/h" },
    hourly: {
      time: hours.map((hour) => `2026-11-01T${String(hour).padStart(2, "0")}:00`),
      temperature: hours.map((hour) => 10.25 + ((hour * 7 + index) % 12)),
      humidity: hours.map((hour) => 40 + ((hour * 5 + index) % 50)),
      wind: hours.map((hour) => 0.5 + ((hour * 3 + index) % 30)),
    },
    summary: 'Rain at first, then "dry"; light winds from the north-west, backing south-west later.',
  });
}
