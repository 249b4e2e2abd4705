/** Says "busy" while there is still memory to say it with. */
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '../refusal.ts';

const megabyte = 1024 * 1024;

export async function addUnderPressure(app: FastifyInstance): Promise<void> {
  await app.register(underPressure, {
    // Parsers run in processes of their own, so a loop this late means the machine is at its end.
    maxEventLoopDelay: 5_000,
    maxHeapUsedBytes: 1_000 * megabyte,
    pressureHandler: () => {
      throw new Refusal(503, 'busy', 'The Workbench is busy; try again in a moment.');
    },
  });
}
