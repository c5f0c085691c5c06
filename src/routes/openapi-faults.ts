// The failures of the Worker itself, which any route may answer with.

/** By status, to be spread among a route's problems. */
export const faults = {
  500: "Something went wrong here",
  503: "A variable or secret of the Worker is missing or not valid",
} as const satisfies Readonly<Record<number, string>>;
