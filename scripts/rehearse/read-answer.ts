// Reads an answer of a merged endpoint: a document, lines, events or a problem.
import * as z from "zod";
import type { PartReading, Reading } from "./reading.ts";

const Part = z.looseObject({
  outcome: z.string(),
  message: z.string().optional(),
  cache: z.unknown().optional(),
  timing: z.looseObject({
    startMs: z.number(),
    queuedMs: z.number().default(0),
    ttfbMs: z.number().nullable().default(null),
    bodyMs: z.number().nullable().default(null),
    totalMs: z.number(),
    attempts: z.number(),
    hedged: z.boolean().default(false),
  }),
});

const Problem = z.looseObject({ status: z.number(), detail: z.string().default("") });

const Said = z.looseObject({
  complete: z.boolean().optional(),
  subrequests: z.number().optional(),
  elapsedMs: z.number().optional(),
  parts: z.record(z.string(), Part).optional(),
});

const Line = z.union([
  z.looseObject({ type: z.literal("result"), key: z.string(), value: z.unknown().optional(), ...Part.shape }),
  z.looseObject({ type: z.literal("summary"), ...Said.shape, problem: Problem.optional() }),
]);

/** Reads `response` to its end. A body that is not what it claims to be is a `fault` of the reading, never a throw. */
export async function readAnswer(response: Response): Promise<Reading> {
  const { status, headers } = response;
  const nothing = { status, headers, members: {}, parts: {}, complete: undefined, subrequests: undefined };
  try {
    const text = await response.text();
    const type = headers.get("Content-Type") ?? "";
    if (type.startsWith("text/event-stream")) return readLines(nothing, eventsIn(text));
    if (type.includes("json") && !type.includes("problem") && !type.startsWith("application/json"))
      return readLines(nothing, text.split("\n"));
    return readDocument(nothing, text, type.startsWith("application/problem+json"));
  } catch (error) {
    const said = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    return { ...nothing, problem: undefined, fault: `cannot be read: ${said.split("\n", 1)[0] ?? ""}` };
  }
}

type Nothing = Omit<Reading, "problem" | "fault">;

function readDocument(nothing: Nothing, text: string, isProblem: boolean): Reading {
  const json = z.looseObject({}).parse(JSON.parse(text));
  const { complete, subrequests, elapsedMs: _elapsed, parts = {}, ...members } = Said.parse(json);
  return {
    ...nothing,
    members: isProblem ? {} : members,
    parts: partsOf(parts),
    complete,
    subrequests,
    problem: isProblem ? Problem.parse(json) : undefined,
    fault: undefined,
  };
}

function readLines(nothing: Nothing, texts: readonly string[]): Reading {
  const lines = texts.filter((text) => text.trim() !== "").map((text) => Line.parse(JSON.parse(text)));
  const results = lines.filter((line) => line.type === "result");
  const summary = lines.find((line) => line.type === "summary");
  return {
    ...nothing,
    members: Object.fromEntries(results.map(({ key, value }) => [key, value])),
    parts: partsOf(Object.fromEntries(results.map((line) => [line.key, line]))),
    complete: summary?.complete,
    subrequests: summary?.subrequests,
    problem: summary?.problem,
    fault: summary === undefined ? "ends without its summary" : undefined,
  };
}

function partsOf(parts: Readonly<Record<string, z.output<typeof Part>>>): Record<string, PartReading> {
  return Object.fromEntries(
    Object.entries(parts).map(([name, { outcome, message, cache, timing }]) => {
      return [name, { outcome, message, timing, isCached: cache !== undefined }];
    }),
  );
}

/** The events of a stream as lines: the data of each, with its name as `type`. */
function eventsIn(text: string): string[] {
  return text.split("\n\n").flatMap((block) => {
    const field = (name: string): string | undefined => new RegExp(`^${name}: ?(.*)$`, "m").exec(block)?.[1];
    const data = field("data");
    if (data === undefined) return [];
    return [JSON.stringify({ type: field("event"), ...z.looseObject({}).parse(JSON.parse(data)) })];
  });
}
