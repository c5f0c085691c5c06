// The failures of the Worker itself, which any route may answer with.

/** By status, to be spread among a route's problems. */
export const faults = {
  500: "Something went wrong here",
  503: "The Worker is misconfigured, or the memory for bodies is full",
} as const satisfies Readonly<Record<number, string>>;
