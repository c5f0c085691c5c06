// The Worker says of itself what it offers.
import { type Check, holds } from "../check.ts";
import { offerOf } from "../offer-of.ts";

export const openapiDocument: Check = {
  name: "OpenAPI document",
  async run(target) {
    const { routes } = await offerOf(target);
    holds(routes.has("GET /healthz"), "/openapi.json does not name /healthz");
    return `/openapi.json names ${routes.size} routes`;
  },
};
