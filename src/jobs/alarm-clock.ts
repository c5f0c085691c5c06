// An object's one alarm, set to the earliest of the times that anything waits for.
import type { ObjectState } from "./object-state.ts";
import { forgetTables } from "./shard-schema.ts";

/** Milliseconds after which an alarm that has not fired is taken to be lost. */
const OVERDUE_MS = 5_000;

/** The alarm of one object. Set it in the turn that writes what it waits for: then both are stored, or neither. */
export class AlarmClock {
  readonly #storage: ObjectState["storage"];
  #at: number | undefined;

  constructor(state: ObjectState) {
    this.#storage = state.storage;
    void state.blockConcurrencyWhile(async () => {
      this.#at = (await this.#storage.getAlarm()) ?? undefined;
    });
  }

  /** Makes the alarm fire at `at` or before. An alarm that is overdue is set again. */
  arm(at: number | undefined): void {
    const now = Date.now();
    const lost = this.#at !== undefined && this.#at < now - OVERDUE_MS;
    if (lost && at === undefined) at = now;
    if (at === undefined || (this.#at !== undefined && this.#at <= at && !lost)) return;
    this.#at = at;
    void this.#storage.setAlarm(at);
  }

  /** The alarm has fired: it is not set any more. */
  fired(): void {
    this.#at = undefined;
  }

  /** Deletes all that the object holds, its alarm included. */
  async forgetAll(): Promise<void> {
    this.#at = undefined;
    await this.#storage.deleteAlarm();
    await this.#storage.deleteAll();
    forgetTables(this.#storage.sql);
  }
}
