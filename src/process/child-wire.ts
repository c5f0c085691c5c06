// The protocol of parent and child: headers of the request that starts a program, and frames in the answer. A frame is
// one byte for the pipe, four bytes for the length, then the data.

/** Bytes of data in one frame. */
export const MAX_FRAME_BYTES = 65_536;

/** The first byte of a frame: the end of the program, standard output, or standard error. */
export const EXIT_FRAME = 0;
export const STDOUT = 1;
export const STDERR = 2;

/** The exit code of a program that cannot be loaded: a syntax error, a missing module, a throw, no default function. */
export const CANNOT_LOAD = 126;

/**
 * The most runs in one isolate, counting those that started in the last `RUN_COUNTS_MS` milliseconds. Further runs are
 * refused. After as many refusals in a row, the isolate ends with all its runs: a program that calls itself must not
 * multiply for ever. A killed run keeps its place until then, because its isolate does not learn of the kill.
 */
export const MAX_RUNS_AT_ONCE = 100;
export const RUN_COUNTS_MS = 10_000;

/** The exit code of a refused run: `EX_TEMPFAIL` of sysexits. */
export const TOO_MANY_RUNS = 75;

/** Headers of the request that starts the program. */
export const ARGV_HEADER = "process-argv";
export const MAX_STDERR_HEADER = "process-max-stderr-bytes";
