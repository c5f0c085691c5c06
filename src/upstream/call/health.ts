// An isolate's memory of the upstreams it calls. Plain numbers: requests share nothing else.

/** One upstream's record. There is no record while all of it would be zero. */
export interface Health {
  /** Failures in a row. */
  failures: number;
  /** How often the breaker has opened since it was last closed. */
  openings: number;
  /** The time of the next probe, in milliseconds since 1970; 0 while the breaker is closed. */
  openUntil: number;
  /** The latest probe's number. */
  probe: number;
  /** The time until which that probe may keep others back, in milliseconds since 1970; 0 when it has ended. */
  probeUntil: number;
  /** Extra attempts that were taken and not yet earned back, in tenths. */
  spentTenths: number;
}

/** Records of ad-hoc calls that are kept. The one that changed longest ago goes first. */
const MAX_AD_HOC = 1_000;

/** Records by key. */
export class HealthRecords {
  readonly #records = new Map<string, Health>();
  readonly #most: number;

  /** Keeps `most` records. */
  constructor(most: number) {
    this.#most = most;
  }

  /** The record of `key`; `undefined` while the upstream is well. */
  get(key: string): Health | undefined {
    return this.#records.get(key);
  }

  /** The record of `key`, for a change. Makes one if needed. */
  change(key: string): Health {
    const health = this.#records.get(key) ?? {
      failures: 0,
      openings: 0,
      openUntil: 0,
      probe: 0,
      probeUntil: 0,
      spentTenths: 0,
    };
    // The map keeps the order of insertion: the record that changed last comes last.
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

/** Which record a call reads and writes. */
export interface HealthKey {
  readonly records: HealthRecords;
  readonly key: string;
}

/** Declared upstreams, by name. Their number is that of the declarations. */
const declared = new HealthRecords(Infinity);

/** All other calls. A map apart, so that no caller can push out the record of a declared upstream. */
const adHoc = new HealthRecords(MAX_AD_HOC);

/** The record of the declared upstream `name`. Names are unique. */
export function declaredHealth(name: string): HealthKey {
  return { records: declared, key: name };
}

/** The record of calls to `origin` on behalf of `caller`. Calls that name no caller share one record per origin. */
export function adHocHealth(origin: string, caller: string | undefined): HealthKey {
  return { records: adHoc, key: caller === undefined ? origin : `${caller} ${origin}` };
}
