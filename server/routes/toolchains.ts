import { PassThrough } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { ErrorResponseSchema } from '../../shared/api/schemas.ts';
import { type ToolchainLine, ToolchainRequestSchema } from '../../shared/api/service.ts';
import { targetFacts } from '../../shared/targets/targets.ts';
import { Refusal } from '../refusal.ts';
import { addToolchain, ToolchainError } from '../toolchains/index.ts';

/** Suites that the page may ask for: those that a target names. */
const suites = [...new Set(targetFacts.map((target) => target.suite))];

export const toolchainsRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/toolchains',
    {
      compress: false,
      config: { rateLimit: { max: 10, timeWindow: 60_000 } },
      schema: {
        summary: 'Unpack a suite’s parser from Debian packages, without root',
        description:
          'Answers newline-delimited JSON while it works: {"kind":"progress","message"}…, then one {"kind":"ready","message","suite","version"} or {"kind":"failed","message"}. The work goes on where the connection is closed.',
        body: ToolchainRequestSchema,
        produces: ['application/x-ndjson'],
        response: { 200: Type.Unsafe<PassThrough>({ type: 'string' }), '4xx': ErrorResponseSchema },
      },
    },
    async (request, reply) => {
      const { suite } = request.body;
      if (!suites.includes(suite))
        throw new Refusal(
          400,
          'unknown-suite',
          `There is no suite “${suite}” here; there is: ${suites.join(', ')}.`,
        );
      const lines = new PassThrough();
      const write = (line: ToolchainLine) => void lines.write(`${JSON.stringify(line)}\n`);
      addToolchain(suite, { onProgress: (message) => write({ kind: 'progress', message }) })
        .then(
          ({ version }) =>
            write({
              kind: 'ready',
              message: `apparmor_parser ${version} of ${suite} is ready.`,
              suite,
              version,
            }),
          (error: Error) => {
            const expected = error instanceof ToolchainError;
            write({
              kind: 'failed',
              message: expected ? error.message : `The parser of ${suite} could not be unpacked.`,
            });
            if (!expected) app.reportError(error, request);
          },
        )
        .finally(() => lines.end());
      return reply.type('application/x-ndjson; charset=utf-8').send(lines);
    },
  );
};
