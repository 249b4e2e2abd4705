/** Typed calls to the local service and to the kits beside the page. */
import type { EnforcedRequest, EnforcedResponse } from '../../shared/api/enforced.ts';
import type { Packaging, PackagingRequest } from '../../shared/api/packaging.ts';
import type {
  CheckRequest,
  CheckResponse,
  DownloadRequest,
  ErrorResponse,
  PolicyTreeResponse,
  Target,
  TargetsResponse,
  WholePolicyTree,
} from '../../shared/api/schemas.ts';
import type { Health, KitList, ToolchainLine } from '../../shared/api/service.ts';
import type { Workspace, WorkspaceFile, WorkspaceSaved } from '../../shared/api/workspace.ts';
import type { OwnTarget } from '../../shared/targets/own.ts';

/** The service does not answer, or something between it and the page answers for it. */
export class ServiceAway extends Error {
  override name = 'ServiceAway';
}

/** The service answered, and refuses. `message` is for the person; `code` is its word for the reason. */
export class ServiceRefusal extends Error {
  override name = 'ServiceRefusal';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface CallOptions {
  signal?: AbortSignal;
}

export class Service {
  /** `origin` is where the service lives; the page's own where it is empty. */
  constructor(private readonly origin = '') {}

  health(options?: CallOptions): Promise<Health> {
    return this.json('/api/health', options);
  }
  targets(options?: CallOptions): Promise<TargetsResponse> {
    return this.json('/api/targets', options);
  }
  /** Have the service know a target of one's own; refused in words where it is none. */
  addTarget(definition: OwnTarget): Promise<Target> {
    return this.json('/api/targets', post(definition));
  }
  kits(options?: CallOptions): Promise<KitList> {
    return this.json('/api/kits', options);
  }
  check(request: CheckRequest, options?: CallOptions): Promise<CheckResponse> {
    return this.json('/api/check', { ...options, ...post(request) });
  }
  /** What a target makes of each rule. */
  enforced(request: EnforcedRequest, options?: CallOptions): Promise<EnforcedResponse> {
    return this.json('/api/enforced', { ...options, ...post(request) });
  }
  policyTree(path: string, target: string, options?: CallOptions): Promise<PolicyTreeResponse> {
    const place = path.split('/').map(encodeURIComponent).join('/');
    return this.json(`/api/policy-tree/${place}?target=${encodeURIComponent(target)}`, options);
  }
  wholePolicyTree(target: string, options?: CallOptions): Promise<WholePolicyTree> {
    return this.json(`/api/policy-tree?target=${encodeURIComponent(target)}`, options);
  }
  workspace(options?: CallOptions): Promise<Workspace> {
    return this.json('/api/workspace', options);
  }
  workspaceFile(path: string, options?: CallOptions): Promise<WorkspaceFile> {
    return this.json(`/api/workspace/file?path=${encodeURIComponent(path)}`, options);
  }
  /** Save over the version with this hash; undefined makes a new file. Refused (412) where it changed meanwhile. */
  saveWorkspaceFile(path: string, text: string, hash: string | undefined): Promise<WorkspaceSaved> {
    const match: Record<string, string> =
      hash === undefined ? { 'if-none-match': '*' } : { 'if-match': `"${hash}"` };
    const request = post({ text });
    return this.json(`/api/workspace/file?path=${encodeURIComponent(path)}`, {
      ...request,
      method: 'PUT',
      headers: { ...request.headers, ...match },
    });
  }

  async download(request: DownloadRequest): Promise<Blob> {
    return (await this.call('/api/download', post(request))).blob();
  }

  /** The patch that packages a kit's profile in the open checkout, or what to add to one. */
  packaging(request: PackagingRequest): Promise<Packaging> {
    return this.json('/api/packaging', post(request));
  }

  /** A file of a kit's folder, as text. */
  async kitFile(id: string, source: string, options?: CallOptions): Promise<string> {
    const path = [id, ...source.split('/')].map(encodeURIComponent).join('/');
    return (await this.call(`/kits/${path}`, options)).text();
  }

  /** Unpack a suite's toolchain; `tell` gets each line as it comes. Answers the last: `ready` or `failed`. */
  async addToolchain(suite: string, tell: (line: ToolchainLine) => void): Promise<ToolchainLine> {
    const response = await this.call('/api/toolchains', post({ suite }));
    let last: ToolchainLine = { kind: 'failed', message: 'The service stopped answering.' };
    let rest = '';
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      const lines = (rest + (value ?? '')).split('\n');
      rest = done ? '' : (lines.pop() ?? '');
      for (const line of lines.filter(Boolean)) {
        last = JSON.parse(line) as ToolchainLine;
        tell(last);
      }
      if (done) return last;
    }
  }

  /** Any other question, for parts of the page that come later and know its form. */
  ask<T>(path: string, body: unknown, options?: CallOptions): Promise<T> {
    return this.json(path, { ...options, ...post(body) });
  }

  private async json<T>(path: string, init?: RequestInit): Promise<T> {
    const response = await this.call(path, init);
    try {
      return (await response.json()) as T;
    } catch (error) {
      if (init?.signal?.aborted) throw error;
      throw new ServiceAway('The answer broke off.', { cause: error });
    }
  }

  private async call(path: string, init?: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(this.origin + path, init);
    } catch (error) {
      if (init?.signal?.aborted) throw error;
      throw new ServiceAway('The local service does not answer.', { cause: error });
    }
    if (response.ok) return response;
    const refusal = (await response.json().catch(() => undefined)) as Partial<ErrorResponse> | undefined;
    if (typeof refusal?.message === 'string')
      throw new ServiceRefusal(response.status, refusal.error ?? '', refusal.message);
    // Not in the service's own words: a proxy, or half a service.
    throw new ServiceAway(`The local service does not answer (${response.status}).`);
  }
}

function post(body: unknown) {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
