// Six upstreams without us, as many as there are slots.
import { plainlyMerged, SIX } from "./parts.ts";

export default {
  async fetch(_request: Request, { UPSTREAM }: { readonly UPSTREAM: string }): Promise<Response> {
    return Response.json(await plainlyMerged(UPSTREAM, SIX));
  },
};
