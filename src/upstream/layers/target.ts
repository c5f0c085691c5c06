// Sends each attempt to its target, and passes on the time that is left.
import type { Send } from "../call/fetch.ts";

/** Sends an attempt to its target, if an upstream has several origins. Adds the deadline header, if it is declared. */
export function withTarget(next: Send): Send {
  return function directed(request, attempt) {
    const { limits, resources } = attempt.call;
    const { origin = request.origin } = attempt.target;
    let { url, headers } = request;
    // A layer of the caller's own may have led the request elsewhere.
    const isTheirs = limits.targets.some((target) => target.origin === request.origin);
    if (origin !== request.origin && isTheirs) url = origin + url.slice(request.origin.length);
    if (limits.passDeadline !== undefined) {
      const leftMs = Math.min(limits.timeoutMs, resources.deadlineAt - performance.now());
      headers = { ...headers, [limits.passDeadline.toLowerCase()]: String(Math.max(0, Math.floor(leftMs))) };
    }
    if (url !== request.url) return next({ ...request, url, origin, headers }, attempt);
    return next(headers === request.headers ? request : { ...request, headers }, attempt);
  };
}
