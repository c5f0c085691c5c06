// Ends a command with an exit code, and with a message instead of a stack if the user can do something about it.

/** The exit code of a command that was called wrongly. */
const USAGE_EXIT_CODE = 2;

/** Thrown where the user can do something about it; its message says what. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: number;

  constructor(message: string, exitCode = USAGE_EXIT_CODE, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/**
 * Runs `main` and makes what it resolves to the exit code. A `CommandError` is printed as its message alone; any other error
 * ends with `failureExitCode`.
 */
export async function runCommand(main: () => Promise<number>, failureExitCode = 1): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof CommandError ? error.message : error);
    process.exitCode = error instanceof CommandError ? error.exitCode : failureExitCode;
  }
}

/** Returns the result of `parse`, which reads the arguments. @throws `CommandError` with its message and `usage`. */
export function readArguments<T>(parse: () => T, usage: string): T {
  try {
    return parse();
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}
