// A part of the bench: what it measures on the stage, and the rows and charts that it returns.
import type { Chart } from "./chart.ts";
import type { Row } from "./row.ts";
import type { Stage } from "./stage.ts";

/** The results of a section. */
export interface Findings {
  readonly rows: readonly Row[];
  readonly charts?: readonly Chart[];
}

/** A section of the report. */
export interface Section {
  /** Its name for `--only`. */
  readonly name: string;
  readonly title: string;
  /** True if it runs only where `--only` names it. @default false */
  readonly onRequest?: boolean;
  readonly measure: (stage: Stage) => Promise<Findings>;
}
