/** The service's description (OpenAPI) and a page to read it, all from this machine: /api/docs, /api/docs/json. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

/** To be called before the routes are added: it collects their schemas. */
export async function addSwagger(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      info: {
        title: 'AppArmor Workbench',
        description: 'Checks AppArmor profiles with the real apparmor_parser of each release.',
        version: '1',
      },
    },
    transform: ({ schema, url }) => ({ schema: nameWildcard(schema), url: url.replace(/\*$/, ':path') }),
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    theme: { title: 'AppArmor Workbench: the service' },
    uiConfig: { docExpansion: 'list', supportedSubmitMethods: [] },
    validatorUrl: false,
  });
}

/** OpenAPI has no wildcard: what the router calls `*` is described as a parameter `path`. */
function nameWildcard<S extends { params?: unknown }>(schema: S): S {
  const params = schema?.params as { properties?: Record<string, unknown>; required?: string[] } | undefined;
  if (!params?.properties?.['*']) return schema;
  const { '*': path, ...others } = params.properties;
  const required = params.required?.map((name) => (name === '*' ? 'path' : name));
  return { ...schema, params: { ...params, properties: { ...others, path }, required } };
}
