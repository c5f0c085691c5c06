// A rehearsal that cannot take place: the request is wrong, or the endpoint does not work even while nothing fails.

/** Says what is missing for a rehearsal and what to do about it. */
export class RehearsalError extends Error {
  override readonly name = "RehearsalError";
}
