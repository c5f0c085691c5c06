// Whose turn it is among the origins of an upstream.
import type { Call } from "../call/call.ts";
import type { Target } from "../call/call-limits.ts";
import { isOpen } from "./circuit.ts";

/**
 * Passes over targets whose breaker is open, because nothing would be sent there, and returns the next one. It has an
 * open breaker only if all have.
 */
export function nextTarget(call: Call): Target {
  const { targets, breaker } = call.limits;
  const turn = (): Target => targets[call.tries % targets.length] ?? targets[0];
  if (breaker === undefined || targets.length === 1) return turn();
  for (let passed = 0; passed < targets.length && isOpen(turn().health); passed++) call.tries++;
  return turn();
}
