// Several failures as one error whose message says what they were: a log line shows the message, and seldom the errors inside.

/** How many causes a message names. More would hide how many there are. */
const MOST_NAMED = 3;

/** The most characters of a cause in a message. A cause may quote a whole body. */
const LONGEST_CAUSE = 80;

/** An `AggregateError` of `errors`. Its message is `what`, the first causes, and the number of the others. */
export function aggregate(errors: readonly unknown[], what: string): AggregateError {
  const named = errors.slice(0, MOST_NAMED).map(describeCause);
  if (errors.length > MOST_NAMED) named.push(`and ${errors.length - MOST_NAMED} more`);
  return new AggregateError(errors, named.length === 0 ? what : `${what}: ${named.join("; ")}`);
}

function describeCause(reason: unknown): string {
  const text = reason instanceof Error ? `${reason.name}: ${reason.message}` : describeValue(reason);
  return text.length > LONGEST_CAUSE ? `${text.slice(0, LONGEST_CAUSE)}…` : text;
}

/** An object's own `toString` is not called: it may throw. */
function describeValue(value: unknown): string {
  return isPrimitive(value) ? String(value) : Object.prototype.toString.call(value);
}

function isPrimitive(value: unknown): value is string | number | bigint | boolean | symbol | null | undefined {
  return value === null || (typeof value !== "object" && typeof value !== "function");
}
