import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '#service-kit';
import { CheckHealthHandler, type SystemHealth } from '../../handlers/api/check-health.handler.js';

@ApiExcludeController()
@Public()
@Controller('health')
export class SystemHealthController {
  constructor(private readonly checkHealth: CheckHealthHandler) {}

  @Get()
  async check(@Res({ passthrough: true }) reply: { status(code: number): unknown }): Promise<SystemHealth> {
    const health = await this.checkHealth.execute();
    reply.status(health.status === 'ok' ? 200 : 503);
    return health;
  }
}
