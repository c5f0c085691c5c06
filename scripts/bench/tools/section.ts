// A part of the bench: what it measures on the stage, and what it makes of that.
import type { Chart } from "./chart.ts";
import type { Row } from "./row.ts";
import type { Stage } from "./stage.ts";

/** What a section found. */
export interface Findings {
  readonly rows: readonly Row[];
  readonly charts?: readonly Chart[];
}

/** A section of the report. */
export interface Section {
  readonly title: string;
  readonly measure: (stage: Stage) => Promise<Findings>;
}
