// The part of a Durable Object's state that a ledger needs.

/** The members of `DurableObjectState` that are used. */
export interface ObjectState {
  readonly storage: Pick<
    DurableObjectStorage,
    "sql" | "transactionSync" | "getAlarm" | "setAlarm" | "deleteAlarm" | "deleteAll"
  >;
  readonly blockConcurrencyWhile: (work: () => Promise<void>) => Promise<void>;
  readonly waitUntil: (work: Promise<unknown>) => void;
}
