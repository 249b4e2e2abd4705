import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  DecideRequestSchema,
  DecideResponseSchema,
  ExplainRequestSchema,
  ExplainResponseSchema,
} from '../../shared/api/decide.ts';
import { EnforcedRequestSchema, EnforcedResponseSchema } from '../../shared/api/enforced.ts';
import { ErrorResponseSchema } from '../../shared/api/schemas.ts';
import { TellRequestSchema, TellResponseSchema } from '../../shared/api/tell.ts';
import { decideOnTargets } from '../decide/decide.ts';
import { explain } from '../decide/explain.ts';
import { enforcedRules } from '../enforced/enforced.ts';
import { tellIncludes } from '../enforced/tell.ts';
import { loadKit } from '../kits.ts';
import { whileAsked } from './gone.ts';

const refusals = { '4xx': ErrorResponseSchema, 503: ErrorResponseSchema };

export const decideRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const kitOf = async (id: string | undefined) =>
    id === undefined ? undefined : (await loadKit(app.kitsFolder, id)).kit;
  app.post(
    '/decide',
    {
      schema: {
        summary: 'Ask the compiled policy, as the kernels of several targets would',
        body: DecideRequestSchema,
        response: { 200: DecideResponseSchema, ...refusals },
      },
    },
    (request, reply) =>
      whileAsked(reply, async (signal) =>
        decideOnTargets(request.body, await kitOf(request.body.kit), { signal }),
      ),
  );
  app.post(
    '/explain',
    {
      schema: {
        summary: 'The rules that decide a request, and what would change the answer',
        body: ExplainRequestSchema,
        response: { 200: ExplainResponseSchema, ...refusals },
      },
    },
    (request, reply) =>
      whileAsked(reply, async (signal) => explain(request.body, await kitOf(request.body.kit), { signal })),
  );
  app.post(
    '/enforced',
    {
      schema: {
        summary: 'What a target’s kernel makes of each rule',
        body: EnforcedRequestSchema,
        response: { 200: EnforcedResponseSchema, ...refusals },
      },
    },
    (request, reply) => whileAsked(reply, (signal) => enforcedRules(request.body, { signal })),
  );
  app.post(
    '/tell',
    {
      schema: {
        summary: 'What each include adds, and which of the profile’s own rules it makes moot',
        body: TellRequestSchema,
        response: { 200: TellResponseSchema, ...refusals },
      },
    },
    (request, reply) => whileAsked(reply, (signal) => tellIncludes(request.body, { signal })),
  );
};
