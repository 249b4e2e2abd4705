/** Response headers that keep the page to itself: nothing is loaded from, sent to, or framed by any other place. */
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/**
 * What each page may load. Monaco writes style elements and style attributes, so inline style is allowed;
 * inline script is not. `data:` images are the cursors and squiggles in Monaco's style sheet.
 */
export const contentSecurityPolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  scriptSrcAttr: ["'none'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  workerSrc: ["'self'"],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
  objectSrc: ["'none'"],
};

export async function addHelmet(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurityPolicy },
    // Served over plain http on this machine: there is no https to insist on.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
}
