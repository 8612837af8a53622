// A server of the test's own at 127.0.0.1, and `fetch` as a page of it would have it.
import { createServer } from "node:http";

/**
 * Serve until the test ends.
 *
 * @param answer what is given for a request: (path, said, headers) => { status, json }
 */
export async function serve(test, answer) {
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const { status = 200, json = {} } = await answer(request.url, JSON.parse(text || "{}"), request.headers);
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(json));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const outside = globalThis.fetch;
  globalThis.fetch = (address, options) => outside(new URL(address, origin), options);
  test.after(() => {
    globalThis.fetch = outside;
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return origin;
}
