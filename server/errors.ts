/** Every error ends here: an ErrorResponse whose words help, and never the inside of the service. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorResponse } from '../shared/api/schemas.ts';

/** Fastify's own refusals in plain words. */
const plainWords: Record<string, (request: FastifyRequest) => [code: string, message: string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: (request) => [
    'too-large',
    `The request is too large: at most ${megabytes(request.routeOptions.bodyLimit)} are taken.`,
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => ['not-json', 'Send JSON: the content type must be application/json.'],
  FST_ERR_CTP_INVALID_JSON_BODY: () => ['bad-json', 'The body is not JSON.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: () => ['bad-json', 'The body is empty; JSON was expected.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => [
    'bad-request',
    'The body is not as long as its Content-Length says.',
  ],
};

/** Sets the one error handler and the one "not found". Errors that are the service's own fault go to `app.reportError`. */
export function addErrorHandler(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    const words = plainWords[error.code];
    if (words) return answer(reply, status, ...words(request));
    if (error.validation) return answer(reply, 400, 'bad-request', validationWords(error));
    // Refusals say 4xx, or 503 where the machine is busy; their words are meant for the person.
    if ((status >= 400 && status < 500) || status === 503)
      return answer(reply, status, errorCode(error, status), error.message);
    app.reportError(error, request);
    return answer(
      reply,
      500,
      'internal',
      'Something went wrong inside the Workbench; the terminal it runs in says more.',
    );
  });
  app.setNotFoundHandler((request, reply) =>
    answer(reply, 404, 'not-found', `There is no ${request.method} ${request.url.split('?')[0]} here.`),
  );
}

function answer(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  const body: ErrorResponse = { error: code, message };
  return reply.code(status).type('application/json; charset=utf-8').send(body);
}

function errorCode(error: Error & { code?: unknown }, status: number): string {
  if (typeof error.code === 'string' && /^[a-z-]+$/.test(error.code)) return error.code;
  return status === 503 ? 'busy' : 'bad-request';
}

/** Ajv's first complaint as a sentence: where, and what was expected. */
function validationWords(error: FastifyError): string {
  const [first] = error.validation ?? [];
  const where = `${error.validationContext ?? 'request'}${first?.instancePath ?? ''}`
    .replace(/^body\/?/, '')
    .replaceAll('/', '.');
  const place = where === '' ? 'The request' : `“${where}”`;
  const params = (first?.params ?? {}) as Record<string, unknown>;
  const complaint: Record<string, () => string> = {
    required: () => `${place} lacks “${params.missingProperty}”.`,
    type: () => `${place} must be ${article(String(params.type))}.`,
    maxLength: () => `${place} is too long: at most ${params.limit} characters are taken.`,
    minLength: () => `${place} must not be empty.`,
    maxItems: () => `${place} has too many entries: at most ${params.limit} are taken.`,
    minItems: () =>
      `${place} must have at least ${params.limit} ${params.limit === 1 ? 'entry' : 'entries'}.`,
    additionalProperties: () => `${place} has an unknown part “${params.additionalProperty}”.`,
    anyOf: () => `${place} is none of the values that are taken.`,
    const: () => `${place} is none of the values that are taken.`,
    pattern: () => `${place} has characters that are not taken (pattern ${params.pattern}).`,
  };
  return (first && complaint[first.keyword]?.()) ?? `${place} ${first?.message ?? 'is not as expected'}.`;
}

function article(type: string): string {
  return type === 'object' || type === 'array' || type === 'integer' ? `an ${type}` : `a ${type}`;
}

function megabytes(bytes: number | undefined): string {
  return `${((bytes ?? 0) / 1024 / 1024).toFixed(0)} MB`;
}
