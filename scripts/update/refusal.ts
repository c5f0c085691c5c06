// Ends a command with a message that says what to do.

/** A reason not to run. Only its message is printed. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

/** Runs a command. If it refuses, prints the message and sets the exit code to 1. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
