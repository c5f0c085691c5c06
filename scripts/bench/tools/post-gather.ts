// `POST /gather` as a client sends it.

/** Sends `body`. @throws `Error` for a status other than 200. */
export async function postGather(origin: string, body: object, accept = "application/json"): Promise<Response> {
  const headers = { "Content-Type": "application/json", Accept: accept };
  const response = await fetch(`${origin}/gather`, { method: "POST", headers, body: JSON.stringify(body) });
  if (response.status !== 200) throw new Error(`/gather answered ${response.status}: ${await response.text()}`);
  return response;
}
