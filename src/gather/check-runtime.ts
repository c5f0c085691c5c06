// Checks that the runtime is new enough for the helpers.

/**
 * Runs when the folder is loaded. Without this check, the first call would fail with an unclear TypeError.
 *
 * @throws {Error} if the runtime lacks `Promise.withResolvers`.
 */
export function checkRuntime(): void {
  if (typeof Promise.withResolvers === "function") return;
  throw new Error("gather/ needs Promise.withResolvers (ES2024): use Node 22 or later");
}
