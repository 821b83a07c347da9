import { setTimeout as sleep } from 'node:timers/promises';

/** Refused by the platform; `code` is the problem's. */
export class ApiRefused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

/** The public REST interface, as any other program would use it. */
export class PlatformApi {
  constructor(
    private readonly baseUrl: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  static async signIn(baseUrl: string, email: string, password: string): Promise<PlatformApi> {
    const { accessToken } = await new PlatformApi(baseUrl).post<{ accessToken: string }>('/auth/login', { email, password });
    return new PlatformApi(baseUrl, { authorization: `Bearer ${accessToken}` });
  }

  /** The same caller, acting for a tenant. */
  inTenant(tenantId: string): PlatformApi {
    return new PlatformApi(this.baseUrl, { ...this.headers, 'x-tenant-id': tenantId });
  }

  get<T>(path: string): Promise<T> {
    return this.#call('GET', path);
  }
  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.#call('POST', path, body);
  }
  put<T>(path: string, body: unknown): Promise<T> {
    return this.#call('PUT', path, body);
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.baseUrl}/api/v1${path}`, {
      method,
      headers: { ...this.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.ok) return (text ? JSON.parse(text) : undefined) as T;
    const problem = (text.startsWith('{') ? JSON.parse(text) : {}) as { code?: string; detail?: string };
    throw new ApiRefused(
      response.status,
      problem.code ?? 'unreadable',
      `${method} ${path}: ${response.status} ${problem.detail ?? text.slice(0, 200)}`,
    );
  }
}

/** Asks until the answer is there. @throws the last failure at the deadline */
export async function until<T>(ask: () => Promise<T | undefined>, what: string, timeoutMs = 60_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${timeoutMs / 1_000} s`);
    await sleep(50);
  }
}
