// What `scope.fetch` hands out. Most callers read a body whole, and that is cheap where no stream of ours stands in between.
import { meteredBody } from "./metered-body.ts";
import type { Answer } from "./fetch.ts";
import { readBody } from "./read-body.ts";

/** Bodies read from a response are not counted together: how many of them are held is the caller's choice. */
const UNCOUNTED = { left: Infinity };

/**
 * An answer as a `Response` of its own. `json()`, `text()`, `bytes()` and `arrayBuffer()` read it to the end at once; whatever else is done
 * with it goes through a stream that is watched. Either way it is capped, released at its end, and fails with what `failure` makes of the
 * reason.
 */
export class WatchedResponse extends Response {
  /** The upstream's reason phrase. The runtime's `Response` refuses one with a tab. */
  override readonly statusText: string;
  readonly #readWhole: () => Promise<Uint8Array<ArrayBuffer>>;
  #taken = false;
  #cloned = false;

  constructor(answer: Answer, upstream: string, maxBytes: number, failure: (reason: unknown) => Error) {
    const { status, statusText, headers } = answer.response;
    super(meteredBody(answer, upstream, maxBytes, failure), { status, headers });
    this.statusText = statusText;
    this.#readWhole = () =>
      readBody(answer, upstream, maxBytes, UNCOUNTED).catch((reason: unknown) => {
        throw failure(reason);
      });
  }

  override get bodyUsed(): boolean {
    return this.#taken || super.bodyUsed;
  }

  override async json<T>(): Promise<T> {
    return JSON.parse(await this.text()) as T;
  }

  override async text(): Promise<string> {
    return this.#untouched() ? new TextDecoder().decode(await this.#whole()) : super.text();
  }

  override async bytes(): Promise<Uint8Array> {
    return this.#untouched() ? this.#whole() : super.bytes();
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#untouched() ? (await this.#whole()).buffer : super.arrayBuffer();
  }

  override clone(): Response {
    this.#refuseTaken();
    this.#cloned = true;
    return super.clone();
  }

  /** Whether nobody has begun to use the stream; once somebody has, all else is for the runtime to do, or to refuse. */
  #untouched(): boolean {
    this.#refuseTaken();
    return !this.#cloned && this.body !== null && !this.body.locked && !super.bodyUsed;
  }

  #whole(): Promise<Uint8Array<ArrayBuffer>> {
    this.#taken = true;
    return this.#readWhole();
  }

  #refuseTaken(): void {
    if (this.#taken) throw new TypeError("the body has been read already");
  }
}
