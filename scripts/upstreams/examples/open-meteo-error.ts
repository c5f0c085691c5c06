// A request that Open-Meteo would refuse is told apart from our own errors.

/** Says why a request is refused; the message is the `reason` that the client reads. */
export class OpenMeteoError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "OpenMeteoError";
  }
}
