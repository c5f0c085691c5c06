// The plan of `npm run new`, made before anything is written.
import type { RoutePath } from "./route-path.ts";

/** An upstream to declare. */
export interface NewUpstream {
  /** `air-quality`. Also the key of its stand-in. */
  readonly name: string;
  /** Its name in code, and the member of the answer: `airQuality`. */
  readonly code: string;
  /** The variable of its origin: `AIR_QUALITY_ORIGIN`. */
  readonly variable: string;
  readonly origin: string;
  /** The path that is asked, of the real API and of its stand-in. */
  readonly path: string;
}

/** An endpoint to write. */
export interface NewEndpoint {
  readonly route: RoutePath;
  /** Its name in code. */
  readonly code: string;
  readonly method: "get" | "post";
  /** The first is required in an answer, the others are optional. */
  readonly upstreams: readonly NewUpstream[];
}

/** Text fields that the endpoint is sent: the parameters of its path, and one in a body. */
export function inputsOf({ route, method }: NewEndpoint): readonly string[] {
  return method === "post" ? [...route.parameters, BODY_FIELD] : route.parameters;
}

/** The one field that a new body has. */
export const BODY_FIELD = "text";
