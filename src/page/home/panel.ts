// A panel is the middle of the page: it runs a choice and shows it.
import type { About } from "./about.ts";
import type { Choice } from "./choice.ts";
import type { Fault } from "./fault.ts";

/** One kind of run. */
export interface Panel {
  readonly isRunning: boolean;
  /** Shows `choice` before it is run. */
  readonly show: (choice: Choice, about: About) => void;
  /** Runs `choice` to its end. Resolves to the fault that the form should blame its fields for. */
  readonly run: (choice: Choice, about: About, key: string) => Promise<Fault | undefined>;
  /** Ends the run, because the user says so. */
  readonly stop: () => void;
  /** Forgets the run, because something else is to be shown. */
  readonly leave: () => void;
}
