// The output of gather-essentials.ts, as JSON, on every runtime.

/** One member for each helper. */
export const printedByEssentials = {
  gather: { one: 1, two: 2 },
  failed: "Error: boom",
  settled: ["rejected", "fulfilled"],
  any: 1,
  some: [1, 2],
  completed: [1, 0],
  taskGroup: 2,
  thrown: "Error: block",
  TaskGroup: "AggregateError: 1 task of the group failed: Error: boom",
  timeout: "TimeoutError: timed out after 1 ms; 1 task had been started",
  shield: 1,
  free: 1,
};
