// As much of a Durable Object's state as a ledger needs.

/** What the platform gives an object. */
export interface ObjectState {
  readonly storage: Pick<
    DurableObjectStorage,
    "sql" | "transactionSync" | "getAlarm" | "setAlarm" | "deleteAlarm" | "deleteAll"
  >;
  readonly blockConcurrencyWhile: (work: () => Promise<void>) => Promise<void>;
  readonly waitUntil: (work: Promise<unknown>) => void;
}
