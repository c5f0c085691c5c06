// Keeps the numbers in request bodies as the caller wrote them.
import { mayChangeNumbers, parseKeepingNumbers } from "../../streams/kept-numbers.ts";

/**
 * Replaces the bodies in `request`, the parsed `text`, so that `JSON.stringify` writes their numbers digit for digit.
 * The rest of `request` does not change.
 */
export function keepBodyNumbers(request: unknown, text: string): void {
  if (!mayChangeNumbers(text)) return;
  const kept = membersOf(membersOf(parseKeepingNumbers(text))["requests"]);
  for (const [key, one] of Object.entries(membersOf(membersOf(request)["requests"]))) {
    const target = membersOf(one);
    if (Object.hasOwn(target, "body")) target["body"] = membersOf(kept[key])["body"];
  }
}

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
