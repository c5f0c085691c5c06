// Everything that is asked, in this order.
import type { Check } from "../check.ts";
import { article } from "./article.ts";
import { cityDeliveries, deliveries } from "./deliveries.ts";
import { openapiDocument } from "./document.ts";
import { allFailed, fanOut, partial } from "./fan-out.ts";
import { headers } from "./headers.ts";
import { health } from "./health.ts";
import { helloStreams } from "./hello-streams.ts";
import { limits, tooLarge, tooManyRequests } from "./limits.ts";
import { badField, badQuery, notFound, otherMethod, withoutKey } from "./problems.ts";

export const checks: readonly Check[] = [
  health,
  headers,
  openapiDocument,
  limits,
  article,
  helloStreams,
  cityDeliveries,
  notFound,
  otherMethod,
  badQuery,
  withoutKey,
  badField,
  fanOut,
  partial,
  allFailed,
  deliveries,
  tooManyRequests,
  tooLarge,
];
