// The fan-out as one writes it without us: `Promise.all`, no framework, no layers.
import { plainlyMerged } from "./parts.ts";

export default {
  async fetch(_request: Request, { UPSTREAM }: { readonly UPSTREAM: string }): Promise<Response> {
    return Response.json(await plainlyMerged(UPSTREAM));
  },
};
