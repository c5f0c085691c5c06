// The schema that every contestant with zod holds each upstream's answer to.
import * as z from "zod";

const numbers = z.array(z.number());

/** One part as the upstream answers it; the members are in its order, so that the merged bytes are the same. */
export const PartAnswer = z.object({
  id: z.int(),
  place: z.object({ name: z.string(), latitude: z.number(), longitude: z.number(), timezone: z.string() }),
  units: z.object({ temperature: z.string(), humidity: z.string(), wind: z.string() }),
  hourly: z.object({ time: z.array(z.string()), temperature: numbers, humidity: numbers, wind: numbers }),
  summary: z.string(),
});
