// What every route of the local upstreams is handed, so that a route needs one parameter and no module state.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Misbehaviours } from "./misbehaviours.ts";
import type { Recordings } from "./recordings.ts";
import type { Seen } from "./seen.ts";

/** One request and its answer, with what the server knows about both. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The path as sent, without the query and not decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Reads the request's body, once for all that ask; `undefined` if it is too large or its sender left. */
  readonly body: () => Promise<Uint8Array | undefined>;
  /** The tallies of this server. */
  readonly seen: Seen;
  /** Which paths of this server misbehave. */
  readonly misbehaviours: Misbehaviours;
  /** The answers that this server replays. */
  readonly recordings: Recordings;
  /** The server's seed; see `jitter`. */
  readonly seed: number;
}

/** Answers one exchange. A route that throws before its headers gets its error answered for it. */
export type Route = (exchange: Exchange) => void | Promise<void>;
