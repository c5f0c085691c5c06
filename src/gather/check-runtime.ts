// What the helpers need of a runtime.

/** Throws where it is missing, when the folder is loaded. Otherwise the first call would fail with a bare TypeError. */
export function checkRuntime(): void {
  if (typeof Promise.withResolvers === "function") return;
  throw new Error("gather/ needs Promise.withResolvers (ES2024), which Node has from version 22 on");
}
