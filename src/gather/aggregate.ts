// Several failures as one error. A log line often shows the message alone, so the message names the causes.

/** Causes that a message names. It counts the others. */
const MOST_NAMED = 3;

/** Characters of one cause in a message. A cause may quote a whole body. */
const LONGEST_CAUSE = 80;

/** Returns an `AggregateError` of `errors`. Its message is `what`, then the first causes, then a count of the rest. */
export function aggregate(errors: readonly unknown[], what: string): AggregateError {
  const named = errors.slice(0, MOST_NAMED).map(describeCause);
  if (errors.length > MOST_NAMED) named.push(`and ${errors.length - MOST_NAMED} more`);
  return new AggregateError(errors, named.length === 0 ? what : `${what}: ${named.join("; ")}`);
}

function describeCause(reason: unknown): string {
  const text = reason instanceof Error ? `${reason.name}: ${reason.message}` : describeValue(reason);
  return text.length > LONGEST_CAUSE ? `${text.slice(0, LONGEST_CAUSE)}…` : text;
}

/** Does not call an object's own `toString`: it may throw. */
function describeValue(value: unknown): string {
  return isPrimitive(value) ? String(value) : Object.prototype.toString.call(value);
}

function isPrimitive(value: unknown): value is string | number | bigint | boolean | symbol | null | undefined {
  return value === null || (typeof value !== "object" && typeof value !== "function");
}
