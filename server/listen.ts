/** Listening, apart from the app: on this machine's loopback only, under both of localhost's addresses. */
import { createServer, type Server } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Refusal } from './refusal.ts';

export const defaultPort = 4680;

export interface Listening {
  port: number;
  /** `http://localhost:PORT` */
  url: string;
  /** Stops taking requests, ends those that run, and frees the port. */
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 and, where the machine has it, on ::1: browsers try either for `localhost`. Port 0 takes a free
 * one. Throws a Refusal, with one sentence for the person, where the port cannot be had.
 */
export async function listen(app: FastifyInstance, port: number): Promise<Listening> {
  await app.listen({ host: '127.0.0.1', port }).catch((error: NodeJS.ErrnoException) => {
    throw portRefusal(error, port);
  });
  const address = app.server.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  let second: Server | undefined;
  try {
    second = await listenOnIpv6(app, actual);
  } catch (error) {
    await app.close();
    throw portRefusal(error as NodeJS.ErrnoException, actual);
  }
  return {
    port: actual,
    url: `http://localhost:${actual}`,
    close: async () => {
      second?.close();
      await app.close();
    },
  };
}

/** A second door to the same server. Undefined where the machine has no IPv6. */
function listenOnIpv6(app: FastifyInstance, port: number): Promise<Server | undefined> {
  const door = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
    app.server.emit('connection', socket),
  );
  return new Promise((resolve, reject) => {
    door.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') reject(error);
      else resolve(undefined);
    });
    door.listen({ host: '::1', port, ipv6Only: true }, () => resolve(door));
  });
}

function portRefusal(error: NodeJS.ErrnoException, port: number): unknown {
  const another = port < 65535 ? port + 1 : defaultPort;
  if (error.code === 'EADDRINUSE')
    return new Refusal(
      503,
      'port-in-use',
      `Port ${port} is in use: is the Workbench running already? To use another: PORT=${another} npm start`,
    );
  if (error.code === 'EACCES')
    return new Refusal(
      503,
      'port-not-permitted',
      `This user may not listen on port ${port}. To use another: PORT=${defaultPort} npm start`,
    );
  return error;
}

/** The port that a person asked for by option or by PORT, else the usual one. Throws a Refusal where it is no port. */
export function chosenPort(option: string | undefined, environment: string | undefined): number {
  const [text, from] = option !== undefined ? [option, '--port'] : [environment, 'PORT'];
  if (text === undefined || text === '') return defaultPort;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port >= 0 && port <= 65535))
    throw new Refusal(400, 'bad-port', `${from} must be a port number from 0 to 65535, not “${text}”.`);
  return port;
}
