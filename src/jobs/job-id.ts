// Names of jobs. A job's object has a name, which an Idempotency-Key leads to. Its id also says which upload under that
// name it is.

const ID = /^([0-9a-f]{24})-[0-9a-f]{8}$/;

/** Makes the id of a new job. With a `key`, its name follows from `owner` and `key`; otherwise it is random. */
export async function newJobId(owner: string, key?: string): Promise<string> {
  const name = key === undefined ? random(12) : await digest(JSON.stringify([owner, key]));
  return `${name}-${random(4)}`;
}

/** Returns the name of the object that has job `id`; `undefined` for an invalid id. */
export function jobNameOf(id: string): string | undefined {
  return ID.exec(id)?.[1];
}

/** The name of one of the job's shards. */
export function shardNameOf(id: string, shard: number): string {
  return `${id}:${shard}`;
}

function random(bytes: number): string {
  return crypto.getRandomValues(new Uint8Array(bytes)).toHex();
}

async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(bytes).toHex().slice(0, 24);
}
