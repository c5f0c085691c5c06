// The imports of an endpoint. Besides these it needs only hono, zod, and its upstreams.
export { answers } from "./answers/answers.ts";
export { merge } from "./answers/merge.ts";
export { streamEvents, type StreamedEvent } from "./answers/stream-events.ts";
export { optional, type OptionalPart, type Part } from "./answers/optional.ts";
export {
  asCompleted,
  gather,
  gatherAny,
  gatherSettled,
  gatherSome,
  sleep,
  taskGroup,
  withTimeout,
} from "./gather/index.ts";
export { access } from "./middleware/access.ts";
export { authenticate } from "./middleware/authenticate.ts";
export { callerDeadline, deadline } from "./middleware/deadline.ts";
export { param, query, wholeNumber } from "./middleware/input.ts";
export { jsonBody } from "./middleware/json-body.ts";
export { rateLimit, rateLimitBy } from "./middleware/rate-limit.ts";
export type { AppEnv } from "./middleware/scope.ts";
export { describe } from "./openapi/docs.ts";
export { defineProblem } from "./problems/kinds.ts";
export { Problem } from "./problems/problem.ts";
export type { CallContext } from "./upstream/request/call-context.ts";
export { bigInteger } from "./upstream/body/big-integer.ts";
export { declareBatch } from "./upstream/declare-batch.ts";
export { declareBinding } from "./upstream/declare-binding.ts";
export { declareEvents, type Events } from "./upstream/declare-events.ts";
export { declareUpstream, type Upstream } from "./upstream/declare-upstream.ts";
export { UpstreamError } from "./upstream/call/outcome.ts";
export { graphql } from "./upstream/graphql.ts";
export { bearerLogin, clientCredentials, TokenAnswer } from "./upstream/login.ts";
export { withScope } from "./with-scope.ts";
