/** Stops a runaway loop from taking the machine; nobody at a keyboard comes near it. */
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '../refusal.ts';

export async function addRateLimit(app: FastifyInstance, requestsPerMinute: number): Promise<void> {
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, context) =>
      new Refusal(429, 'too-many-requests', `Too many requests in a minute; try again in ${context.after}.`),
  });
}
