// Some files and texts serve several features. They go only with the last of them.
import { drop, type Edit, replace } from "../feature.ts";

/** Files and edits for a group of features that all go. */
export interface Combination {
  /** The features' names. */
  readonly of: readonly string[];
  readonly owns?: readonly string[];
  /** Made after the features' own edits. */
  readonly edits?: Readonly<Record<string, readonly Edit[]>>;
}

export const combinations: readonly Combination[] = [
  // Only these two show Workers in their READMEs.
  {
    of: ["probe", "transforms"],
    owns: ["test/starter/built/room-programs.test.ts"],
    edits: { "test/scripts/room-readmes.test.ts": [drop('{ runsIn: "workerd", config')] },
  },
  {
    of: ["transforms", "jobs"],
    edits: {
      "scripts/serve-built.ts": [drop("export interface Extras"), replace("  { }: Extras = {},\n")],
      "test/support/built-setup.ts": [replace(", { })", ")")],
      "test/support/own-built.ts": [
        replace(
          "`undefined` takes one away. `extras` are what it has\n * besides; by default nothing.",
          "`undefined` takes one away.",
        ),
        replace(", extras?: Extras"),
        replace(", extras)", ")"),
        replace("type Extras, "),
      ],
    },
  },
];
