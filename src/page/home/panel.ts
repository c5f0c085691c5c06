// The middle of the page. A panel runs a choice and shows it.
import type { About } from "./about.ts";
import type { Choice } from "./choice.ts";
import type { Fault } from "./fault.ts";

/** A panel for one kind of run. */
export interface Panel {
  readonly isRunning: boolean;
  /** Shows `choice` before the run. */
  readonly show: (choice: Choice, about: About) => void;
  /** Runs `choice` to its end. Resolves to the fault whose fields the form should mark. */
  readonly run: (choice: Choice, about: About, key: string) => Promise<Fault | undefined>;
  /** Stops the run for the user. */
  readonly stop: () => void;
  /** Drops the run, because the page will show something else. */
  readonly leave: () => void;
}
