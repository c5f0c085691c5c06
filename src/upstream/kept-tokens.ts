// Tokens that the requests of an isolate share. Plain data: requests must share nothing else.

/** A token, and when it is used for the last time, in milliseconds since 1970. */
interface Kept {
  readonly token: string;
  readonly until: number;
}

/** Tokens that are kept. The one that was got longest ago goes first. */
const MAX_TOKENS = 100;

/** Milliseconds before its end when a token is no longer used: it must last until the upstream has read it. */
const LEEWAY_MS = 30_000;

/** Seconds that a token lasts if its issuer does not say. */
const DEFAULT_LIFE_S = 300;

/** Tokens by key. */
export class KeptTokens {
  readonly #kept = new Map<string, Kept>();

  /** The token of `key`, if it is still valid. */
  get(key: string): string | undefined {
    const kept = this.#kept.get(key);
    return kept !== undefined && Date.now() < kept.until ? kept.token : undefined;
  }

  /** Keeps a token that lasts `lifeS` seconds. One that does not last long is used for half of its life. */
  keep(key: string, token: string, lifeS = DEFAULT_LIFE_S): void {
    const lifeMs = lifeS * 1_000;
    this.#kept.delete(key);
    this.#kept.set(key, { token, until: Date.now() + Math.max(lifeMs - LEEWAY_MS, lifeMs / 2) });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_TOKENS && oldest !== undefined) this.#kept.delete(oldest);
  }

  /** Drops `token`, unless another has taken its place. */
  drop(key: string, token: string): void {
    if (this.#kept.get(key)?.token === token) this.#kept.delete(key);
  }
}
