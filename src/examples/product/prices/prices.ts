// Another Worker, which another team may own. It answers HTTP over its service binding, and RPC.
import { WorkerEntrypoint } from "cloudflare:workers";

/** Prices in cents. */
const prices = new Map([
  ["lamp", 4_900],
  ["desk", 34_000],
  ["chair", 2_500],
  ["shelf", 3_900],
  ["rug", 12_000],
]);

/** The price at which delivery takes a lorry, and its days. */
const BULKY_CENTS = 10_000;

export default class Prices extends WorkerEntrypoint {
  /** `GET /prices/{id}`: `null` for a product that is not sold. */
  override fetch(request: Request): Response {
    const [, , id = ""] = new URL(request.url).pathname.split("/");
    const cents = prices.get(id);
    return Response.json(cents === undefined ? null : { cents, currency: "EUR" });
  }

  /** Days until a product is delivered; `null` for one that is not sold. */
  deliveryDays(id: string): number | null {
    const cents = prices.get(id);
    if (cents === undefined) return null;
    return cents < BULKY_CENTS ? 2 : 9;
  }
}
