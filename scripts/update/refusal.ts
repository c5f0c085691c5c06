// A command that refuses to do its work, and says what to do.

/** Why a command does nothing. Its message is printed as it is, without a stack. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

/** Runs a command; prints why it refused, and exits with 1 then. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
