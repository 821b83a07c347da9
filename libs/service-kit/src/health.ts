import { Controller, Get, Inject, Injectable, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from './identity.js';
import { SERVICE, type ServiceDefinition } from './service.js';

/** What a service needs in order to do its work. Modules register; readiness asks them all. */
@Injectable()
export class HealthChecks {
  readonly #checks = new Map<string, () => Promise<void> | void>();

  /** @param check throws, or rejects, with the reason why the thing cannot be used. */
  register(name: string, check: () => Promise<void> | void): void {
    this.#checks.set(name, check);
  }

  async run(): Promise<{ ok: boolean; checks: Record<string, string> }> {
    const results = await Promise.all(
      [...this.#checks].map(async ([name, check]) => {
        try {
          await check();
          return [name, 'ok'] as const;
        } catch (error) {
          return [name, (error as Error).message] as const;
        }
      }),
    );
    return { ok: results.every(([, result]) => result === 'ok'), checks: Object.fromEntries(results) };
  }
}

@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(
    private readonly checks: HealthChecks,
    @Inject(SERVICE) private readonly service: ServiceDefinition,
  ) {}

  @Public()
  @Get('live')
  live(): object {
    return { service: this.service.name, status: 'ok' };
  }

  @Public()
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: { status(code: number): unknown }): Promise<object> {
    const { ok, checks } = await this.checks.run();
    reply.status(ok ? 200 : 503);
    return { service: this.service.name, status: ok ? 'ok' : 'unavailable', checks };
  }
}
