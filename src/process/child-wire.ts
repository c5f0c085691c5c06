// What parent and child agree on: headers of the request that starts a program, and frames in the answer, each a byte for the pipe, four for the
// length, then so many bytes.

/** Bytes that a frame may carry. */
export const MAX_FRAME_BYTES = 65_536;

/** Where a frame's bytes belong: the end of the program, standard output, or standard error. */
export const EXIT_FRAME = 0;
export const STDOUT = 1;
export const STDERR = 2;

/** How a program ends that cannot be loaded: a syntax error, a module that is missing or throws, no default export that is a function. */
export const CANNOT_LOAD = 126;

/**
 * Runs that one isolate has under way at most, of those begun in the last so many milliseconds. Further ones are refused. As many that are refused in a
 * row end the isolate with all its runs, because a program that finds the way to its own front door must not fork without end. A run that
 * is killed keeps its place, since its isolate is not told.
 */
export const MAX_RUNS_AT_ONCE = 100;
export const RUN_COUNTS_MS = 10_000;

/** How a run exits that was refused: sysexits' `EX_TEMPFAIL`. */
export const TOO_MANY_RUNS = 75;

/** Headers of the request that starts the program. */
export const ARGV_HEADER = "process-argv";
export const MAX_STDERR_HEADER = "process-max-stderr-bytes";
