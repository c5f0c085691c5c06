// The signals of a request's calls: each follows the request, and the task that makes the call.
import { StopSignal } from "../call/stop-signal.ts";
import { Lifetime } from "./lifetime.ts";

/** A request's life, and the signals that follow it. Each is made once for all the calls of a task. */
export class RequestSignals extends Lifetime {
  readonly #joinedBy = new WeakMap<AbortSignal, StopSignal>([[this.signal, this.stop]]);
  readonly #following = new WeakMap<AbortSignal, AbortSignal>([[this.signal, this.signal]]);

  /** Returns a signal that aborts when the request's signal or `signal` does. */
  joined(signal = this.signal): StopSignal {
    const known = this.#joinedBy.get(signal);
    if (known !== undefined) return known;
    const joined = new StopSignal(this.stop, signal);
    this.#joinedBy.set(signal, joined);
    return joined;
  }

  /** Returns a platform signal that aborts when the request's signal or `signal` does. It may be `signal` itself. */
  follow(signal: AbortSignal): AbortSignal {
    const following = this.#following.get(signal) ?? this.#followed(AbortSignal.any([this.signal, signal]));
    this.#following.set(signal, following);
    return following;
  }

  /**
   * Records that `signal` aborts when `parent` does, while a helper runs. Its calls follow `parent` as well: a body may be
   * read after the helper has ended.
   */
  adopt(signal: AbortSignal, parent: AbortSignal): AbortSignal {
    this.#joinedBy.set(signal, new StopSignal(this.joined(parent), signal));
    this.#following.set(signal, signal);
    return signal;
  }

  /** Records that `signal` aborts when the request's does, so that its calls need no other signal. */
  #followed(signal: AbortSignal): AbortSignal {
    this.#joinedBy.set(signal, new StopSignal(signal));
    this.#following.set(signal, signal);
    return signal;
  }
}
