// Some files and texts serve several features. They go only with the last of them.
import { type Edit, replace } from "../feature.ts";

/** Files and edits for a group of features that all go. */
export interface Combination {
  /** The features' names. */
  readonly of: readonly string[];
  readonly owns?: readonly string[];
  /** Made after the features' own edits. */
  readonly edits?: Readonly<Record<string, readonly Edit[]>>;
}

export const combinations: readonly Combination[] = [
  {
    of: ["examples", "jobs"],
    edits: { "test/middleware/no-store.test.ts": [replace("toBeGreaterThan(5)", "toBeGreaterThan(3)")] },
  },
];
