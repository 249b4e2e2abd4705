/**
 * Only the Workbench's own page, and programs on this machine that are not web pages, may speak to the service.
 *
 * A web page elsewhere could otherwise drive it through the person's browser: directly (its requests carry a
 * foreign Origin, or Sec-Fetch-Site says so), or by pointing a name of its own at 127.0.0.1 (DNS rebinding: its
 * requests are then same-origin to the browser, but their Host is that name). The Host's port is not looked at:
 * `localhost` cannot be rebound, and a forwarded port (`ssh -L 8080:localhost:4680`) is honest.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.ts';

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

export function addSameOrigin(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const problem = foreign(request);
    if (problem) throw problem;
  });
}

function foreign(request: FastifyRequest): Refusal | undefined {
  const { host, origin } = request.headers;
  if (host === undefined || !loopbackNames.has(hostName(host)))
    return new Refusal(
      421,
      'foreign-host',
      'The Workbench answers only to http://localhost and http://127.0.0.1; this request was sent to another name.',
    );
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`)
    return new Refusal(
      403,
      'foreign-origin',
      'This request comes from another web page; only the Workbench’s own page may use its service.',
    );
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isLinkToThePage(request))
    return new Refusal(
      403,
      'foreign-site',
      'Another web page asked for this; only the Workbench’s own page may use its service.',
    );
  return undefined;
}

/** A host header without its port, in lower case. */
function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d{1,5}$/, '');
}

/** Following a link from elsewhere to the page (a deep link in a README) is what links are for. */
function isLinkToThePage(request: FastifyRequest): boolean {
  return (
    request.method === 'GET' &&
    request.headers['sec-fetch-mode'] === 'navigate' &&
    request.headers['sec-fetch-dest'] === 'document' &&
    !request.routeOptions.url?.startsWith('/api')
  );
}
