// A request that asks for more calls than it could pay for is refused before the first is made.
import { faulty } from "../problems/field-problem.ts";

/** @throws `Problem` 422 that names `field`, where that holds more than there are subrequests. */
export function checkAffordable(field: "requests" | "targets", count: number, subrequests: number): void {
  if (count <= subrequests) return;
  throw faulty("invalid-field", field, `holds ${count} ${field}, more than the ${subrequests} subrequests there are`);
}
