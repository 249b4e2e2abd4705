/** What the compiled policy answers: calls that only the late parts of the page make. */
import type {
  DecideRequest,
  DecideResponse,
  ExplainRequest,
  ExplainResponse,
} from '../../shared/api/decide.ts';
import type { CallOptions, Service } from './api.ts';

export const decide = (service: Service, request: DecideRequest, options?: CallOptions) =>
  service.ask<DecideResponse>('/api/decide', request, options);

export const explain = (service: Service, request: ExplainRequest, options?: CallOptions) =>
  service.ask<ExplainResponse>('/api/explain', request, options);
