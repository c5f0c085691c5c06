// Refuses a request with more calls than its subrequests, before the first call.
import { faulty } from "../problems/field-problem.ts";

/** @throws {Problem} 422 with `field`, if it holds more items than there are subrequests. */
export function checkAffordable(field: "requests" | "targets", count: number, subrequests: number): void {
  if (count <= subrequests) return;
  throw faulty("invalid-field", field, `holds ${count} ${field}; the limit is ${subrequests} subrequests`);
}
