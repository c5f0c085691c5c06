// The fan-out as one writes it without us: `Promise.all`, no framework, no layers.
import { parts, partUrl } from "./parts.ts";

export default {
  async fetch(_request: Request, { UPSTREAM }: { readonly UPSTREAM: string }): Promise<Response> {
    const merged = await Promise.all(
      parts.map(async function fetchPart(part) {
        const response = await fetch(partUrl(UPSTREAM, part));
        if (!response.ok) throw new Error(`${part} answered ${response.status}`);
        return [part, await response.json()] as const;
      }),
    );
    return Response.json(Object.fromEntries(merged));
  },
};
