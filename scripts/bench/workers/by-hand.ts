// The promises by hand, without a framework.
import { mergeByHand } from "../stacks/by-hand.ts";

export default {
  async fetch(request: Request, { UPSTREAM }: { readonly UPSTREAM: string }): Promise<Response> {
    return Response.json(await mergeByHand(UPSTREAM, request.signal));
  },
};
