// One real turn of the event loop, whatever timers the test has faked: every microtask that was due has run by then.
const realSetTimeout = globalThis.setTimeout;

export function turn(): Promise<void> {
  return new Promise((resolve) => realSetTimeout(resolve, 0));
}
