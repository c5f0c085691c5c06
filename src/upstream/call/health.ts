// The state of upstreams in the memory of an isolate. These are plain numbers: requests share nothing else.

/** The record of one upstream. There is none while all its numbers would be zero. */
export interface Health {
  /** Failures in a row. */
  failures: number;
  /** How often the breaker has opened since it was last closed. */
  openings: number;
  /** The time of the next probe, in milliseconds since 1970; 0 while the breaker is closed. */
  openUntil: number;
  /** The latest probe's number. */
  probe: number;
  /** The time until which that probe may block other requests, in milliseconds since 1970. 0 after its end. */
  probeUntil: number;
  /** Extra attempts that were taken and not earned back, in tenths. */
  spentTenths: number;
}

/** Records of ad-hoc calls. The one that was changed longest ago is dropped first. */
const MAX_AD_HOC = 1_000;

/** Records by key. */
export class HealthRecords {
  readonly #records = new Map<string, Health>();
  readonly #most: number;

  /** Keeps at most `most` records. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Returns the record of `key`. `undefined` while the upstream is well. */
  get(key: string): Health | undefined {
    return this.#records.get(key);
  }

  /** Returns the record of `key`, to be changed. Creates it if needed. */
  change(key: string): Health {
    const health = this.#records.get(key) ?? {
      failures: 0,
      openings: 0,
      openUntil: 0,
      probe: 0,
      probeUntil: 0,
      spentTenths: 0,
    };
    // A map keeps the order of insertion, so the record that changed last comes last.
    this.#records.delete(key);
    this.#records.set(key, health);
    const [oldest] = this.#records.keys();
    if (this.#records.size > this.#most && oldest !== undefined) this.#records.delete(oldest);
    return health;
  }

  /** Drops the record of `key` if the upstream is well again. */
  tidy(key: string): void {
    const health = this.#records.get(key);
    if (health?.failures === 0 && health.spentTenths === 0) this.#records.delete(key);
  }
}

/** The place of a call's record. */
export interface HealthKey {
  readonly records: HealthRecords;
  readonly key: string;
}

/** Declared upstreams, by name. There are as many as declarations. */
const declared = new HealthRecords(Infinity);

/** All other calls. In their own map, they cannot push out the record of a declared upstream. */
const adHoc = new HealthRecords(MAX_AD_HOC);

/** Returns the place of the declared upstream `name`. Names are unique. */
export function declaredHealth(name: string): HealthKey {
  return { records: declared, key: name };
}

/** Returns the place of calls to `origin` for `caller`. Calls without a caller share one record for each origin. */
export function adHocHealth(origin: string, caller: string | undefined): HealthKey {
  return { records: adHoc, key: caller === undefined ? origin : `${caller} ${origin}` };
}
