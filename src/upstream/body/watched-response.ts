// The response that `scope.fetch` returns. Most callers read a body whole; that is cheap without a stream in between.
import { decodeUtf8 } from "../../streams/decode-utf8.ts";
import { MeteredBody } from "./metered-body.ts";
import type { Call } from "../call/call.ts";
import type { Answer } from "../call/fetch.ts";
import { UpstreamError } from "../call/outcome.ts";
import { readBody } from "./read-body.ts";

/**
 * An upstream's answer as a `Response`. `json()`, `text()`, `bytes()`, `arrayBuffer()`, `blob()` and `formData()` read
 * the body at once, within the request's room for bodies. Everything else reads it through a watched stream. In both
 * cases the body has a size limit, is released at its end, and fails with the errors of the call.
 */
export class WatchedResponse extends Response {
  /** The upstream's reason phrase. The runtime's `Response` refuses a phrase with a tab. */
  override readonly statusText: string;
  /** The stream of the body. `undefined` if there is no body. */
  readonly metered: MeteredBody | undefined;
  readonly #answer: Answer;
  readonly #call: Call;
  #taken = false;
  #cloned = false;

  constructor(given: Answer, call: Call) {
    const answer = ending(given, call);
    const { status, statusText, headers } = answer.response;
    const source = answer.response.body as ReadableStream<Uint8Array> | null;
    const metered = source === null ? undefined : new MeteredBody(answer, call, source);
    if (metered === undefined) answer.release();
    super(metered?.stream ?? null, { status, headers });
    this.statusText = statusText;
    this.metered = metered;
    this.#answer = answer;
    this.#call = call;
  }

  override get bodyUsed(): boolean {
    return this.#taken || super.bodyUsed;
  }

  override async json<T>(): Promise<T> {
    if (!this.#untouched()) return super.json();
    const bytes = await this.#whole();
    try {
      return JSON.parse(decodeUtf8(bytes)) as T;
    } catch (error) {
      throw error instanceof TypeError ? this.#notUtf8() : error;
    }
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

  override async blob(): Promise<Blob> {
    if (!this.#untouched()) return super.blob();
    return new Blob([await this.#whole()], { type: this.headers.get("Content-Type") ?? "" });
  }

  override async formData(): Promise<FormData> {
    return this.#untouched()
      ? new Response(await this.#whole(), { headers: this.headers }).formData()
      : super.formData();
  }

  override clone(): Response {
    this.#refuseTaken();
    this.#cloned = true;
    return super.clone();
  }

  /** Returns true if the stream is unused. Once it is used, the runtime does the rest. */
  #untouched(): boolean {
    this.#refuseTaken();
    const isHandedOn = this.metered?.isHandedOn === true;
    return !this.#cloned && !isHandedOn && this.body !== null && !this.body.locked && !super.bodyUsed;
  }

  async #whole(): Promise<Uint8Array<ArrayBuffer>> {
    this.#taken = true;
    const { upstream, limits, resources } = this.#call;
    try {
      return await readBody(this.#answer, upstream, limits.maxBytes, resources.bodies);
    } catch (cause) {
      throw this.#call.failure(cause, this.status);
    }
  }

  #notUtf8(): Error {
    const error = new UpstreamError(this.#call.upstream, "not_utf8", "answered with JSON that is not UTF-8");
    return this.#call.failure(error, this.status);
  }

  #refuseTaken(): void {
    if (this.#taken) throw new TypeError("the body has already been read");
  }
}

/** Returns the answer. Its end also ends its call. */
function ending(answer: Answer, call: Call): Answer {
  return {
    response: answer.response,
    signal: answer.signal,
    untime: () => answer.untime?.(),
    release() {
      answer.release();
      call.end();
    },
  };
}
