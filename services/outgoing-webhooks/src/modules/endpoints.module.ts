import { Module } from '@nestjs/common';
import { CONFIG, KeyRing } from '#service-kit';
import type { Config } from '../config.js';
import { EndpointsController } from '../entrypoints/endpoints/endpoints.controller.js';
import { ResealSecretsJob } from '../entrypoints/endpoints/reseal-secrets.job.js';
import { Audit } from '../handlers/endpoints/audit.step.js';
import { Clock } from '../handlers/endpoints/clock.state.js';
import { EndpointsHandler } from '../handlers/endpoints/endpoints.handler.js';
import { ForgetLanesHandler } from '../handlers/endpoints/forget-lanes.handler.js';
import { Listeners } from '../handlers/endpoints/listeners.state.js';
import { ResealSecretsHandler } from '../handlers/endpoints/reseal-secrets.handler.js';
import { Secrets } from '../handlers/endpoints/secrets.step.js';
import { HealthRepository } from '../persistence/deliveries/health.repository.js';
import { QueueRepository } from '../persistence/deliveries/queue.repository.js';
import { EndpointsRepository } from '../persistence/endpoints/endpoints.repository.js';

/** Where tenants are told, with their secrets, and the queue in front of each. */
@Module({
  controllers: [EndpointsController],
  providers: [
    { provide: KeyRing, inject: [CONFIG], useFactory: (config: Config) => new KeyRing(config.WEBHOOK_ENCRYPTION_KEYS) },
    ResealSecretsJob,
    ResealSecretsHandler,
    EndpointsHandler,
    ForgetLanesHandler,
    Audit,
    Clock,
    Listeners,
    Secrets,
    EndpointsRepository,
    HealthRepository,
    QueueRepository,
  ],
  exports: [Clock, ForgetLanesHandler, Listeners, Secrets, HealthRepository, QueueRepository],
})
export class EndpointsModule {}
