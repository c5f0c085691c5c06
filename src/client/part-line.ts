// The types of a merged answer's stream, derived from the type of its route.
import type { ExtractSchema } from "hono/types";
import type { PartReport } from "../answers/merged-answer.ts";
import type { ProblemDocument } from "../problems/problem.ts";

/** The members of every merged answer, besides its parts. */
interface Common {
  readonly complete: boolean;
  readonly elapsedMs: number;
  readonly subrequests: number;
  readonly parts: unknown;
}

/** The answers of the endpoints in a schema. */
type OutputOf<S> = {
  [Path in keyof S]: {
    [Method in keyof S[Path]]: S[Path][Method] extends { output: infer O } ? O : never;
  }[keyof S[Path]];
}[keyof S];

/** The merged answer of a route, as one document. */
type Merged<Route> = Extract<OutputOf<ExtractSchema<Route>>, Common>;

/** A part that has ended. `value` is absent if the part is missing and has no fallback. */
export type ResultLine<Key, Value> = {
  readonly type: "result";
  readonly key: Key;
  readonly value?: Value;
} & PartReport;

/** The last line. `problem` is set if the answer failed after its first part. */
export interface SummaryLine extends Omit<Common, "parts"> {
  readonly type: "summary";
  readonly problem?: ProblemDocument;
}

/** A line of the stream of `Route`: a union by `key`, and the summary. */
export type PartLine<Route> =
  | SummaryLine
  | {
      [Key in Exclude<keyof Merged<Route>, keyof Common>]: ResultLine<Key, Merged<Route>[Key]>;
    }[Exclude<keyof Merged<Route>, keyof Common>];
