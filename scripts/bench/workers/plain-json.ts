// The large body without us: `response.json()` and the same schema.
import { LargeAnswer } from "../stacks/large-answer.ts";

export default {
  async fetch(_request: Request, { UPSTREAM }: { readonly UPSTREAM: string }): Promise<Response> {
    const response = await fetch(`${UPSTREAM}/json`);
    if (!response.ok) throw new Error(`the upstream answered ${response.status}`);
    return Response.json(LargeAnswer.parse(await response.json()).items.length);
  },
};
