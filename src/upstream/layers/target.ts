// Directs each attempt to its target, and tells it how much time is left.
import type { Send } from "../call/fetch.ts";

/** Sends an attempt of an upstream with several origins to the one whose turn it is; adds the deadline where it is passed on. */
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
