import { IDENTITY_HEADER, identityKey, verifyIdentity, type RunningService } from '#service-kit';
import type { Infrastructure } from '#testing';
import { startEcho, type Echo } from './echo-service.js';
import { addTenant, startGateway, startWorld, TENANT_A, TENANT_B, token } from './gateway-world.js';

export const secured = { security: [{ bearer: [] }] };
const DOCUMENTS = {
  tenant: { '/api/v1/auth/login': { post: {} }, '/api/v1/tenants/{id}': { get: secured } },
  conversation: {
    '/api/v1/conversations': { get: secured },
    '/api/v1/conversations/{id}/messages': { get: secured, post: secured },
    '/api/v1/slow': { get: secured },
    '/api/v1/broken': { get: secured },
    '/api/v1/stream': { get: secured },
    '/api/v1/early': { post: secured },
  },
  analytics: { '/api/v1/analytics': { get: secured } },
  gateway: { '/api/v1/ops/ledger': { get: secured } },
};

/** A gateway in front of services that answer with what they were asked. */
export class ApiWorld {
  infra!: Infrastructure;
  gateway!: RunningService;
  echo!: Awaited<ReturnType<typeof startEcho>>;
  /** Headers of an agent of tenant A. */
  member!: Record<string, string>;

  async begin(): Promise<void> {
    [this.infra, this.echo] = await Promise.all([startWorld(), startEcho()]);
    await addTenant(this.infra, TENANT_A);
    await addTenant(this.infra, TENANT_B);
    this.gateway = await this.startGateway();
    this.member = await this.bearer({ tenants: [{ id: TENANT_A, role: 'agent' }] });
  }

  async end(): Promise<void> {
    await this.gateway?.close();
    this.echo?.server.closeAllConnections();
    this.echo?.server.close();
    await this.infra?.stop();
  }

  private env(): Record<string, string> {
    return {
      SERVICE_URLS: `tenant=${this.echo.url},conversation=${this.echo.url},analytics=http://127.0.0.1:9`,
      FORWARD_TIMEOUT_MS: '400',
      CORS_ORIGINS: 'https://app.example.com',
    };
  }

  /** Another gateway of the same system. */
  startGateway(env: Record<string, string> = {}, documents: Parameters<typeof startGateway>[2] = DOCUMENTS): Promise<RunningService> {
    return startGateway(this.infra, { ...this.env(), ...env }, documents);
  }

  call(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.gateway.url + path, init);
  }

  keyOf(service: string): string {
    return identityKey(this.infra.env().INTERNAL_SECRET!, service);
  }

  /** Who the conversation service is told that the caller is. */
  async identitySeen(headers: Record<string, string>) {
    const response = await this.call('/api/v1/conversations', { headers });
    const seen = ((await response.json()) as Echo).headers?.[IDENTITY_HEADER];
    return { status: response.status, identity: verifyIdentity(seen, this.keyOf('conversation')), seen };
  }

  async bearer(...args: Parameters<typeof token> extends [unknown, ...infer Rest] ? Rest : never) {
    return { authorization: `Bearer ${await token(this.infra, ...args)}` };
  }
}

/** The status and the code of a problem. */
export async function problem(response: Response): Promise<[number, string]> {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  return [response.status, ((await response.json()) as { code: string }).code];
}
