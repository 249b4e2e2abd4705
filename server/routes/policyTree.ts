import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { ErrorResponseSchema, PolicyTreeResponseSchema } from '../../shared/api/schemas.ts';
import { readPolicyTree } from '../policyTree.ts';

export const policyTreeRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/policy-tree/*',
    {
      schema: {
        summary: 'A file or directory of a target’s policy tree: abstractions, tunables, abi files',
        params: Type.Object({ '*': Type.String() }),
        querystring: Type.Object({ target: Type.String({ maxLength: 64 }) }),
        response: { 200: PolicyTreeResponseSchema, '4xx': ErrorResponseSchema },
      },
    },
    (request) => readPolicyTree(request.query.target, request.params['*']),
  );
};
