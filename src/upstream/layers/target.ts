// Sends each attempt to its target, and passes on the time that is left.
import type { Send } from "../call/fetch.ts";

/** Sends an attempt to its target, if an upstream has several origins. Adds the deadline header, if it is declared. */
export function withTarget(next: Send): Send {
  return function directed(request, attempt) {
    const { limits, resources } = attempt.call;
    const { origin = request.origin } = attempt.target;
    let { url, headers } = request;
    if (origin !== request.origin) url = origin + url.slice(request.origin.length);
    if (limits.passDeadline !== undefined) {
      const leftMs = Math.min(limits.timeoutMs, resources.deadlineAt - performance.now());
      headers = { ...headers, [limits.passDeadline.toLowerCase()]: String(Math.max(0, Math.floor(leftMs))) };
    }
    return next(
      url === request.url && headers === request.headers ? request : { ...request, url, origin, headers },
      attempt,
    );
  };
}
