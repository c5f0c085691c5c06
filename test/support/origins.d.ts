// The variable that upstreams of tests and of the bench name as their origin, whatever wrangler.toml has.
interface TestOrigins {
  FORECAST_ORIGIN: string;
}

interface Env extends TestOrigins {}

declare namespace Cloudflare {
  interface Env extends TestOrigins {}
}
