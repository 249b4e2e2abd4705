import type { FastifyReply } from 'fastify';
import { Refusal } from '../refusal.ts';

/** Does work that ends when the one who asked is gone before the answer. */
export async function whileAsked<Result>(
  reply: FastifyReply,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort(new Error('the connection was closed'));
  });
  try {
    return await work(controller.signal);
  } catch (error) {
    // Nobody reads this: the page has asked anew, or was closed.
    if (controller.signal.aborted) throw new Refusal(499, 'cancelled', 'The check was cancelled.');
    throw error;
  }
}
