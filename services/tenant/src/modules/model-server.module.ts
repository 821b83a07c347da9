import { Module } from '@nestjs/common';
import { CONFIG, KeyRing } from '#service-kit';
import type { Config } from '../config.js';
import { ModelServerController } from '../entrypoints/model-server/model-server.controller.js';
import { ResealModelKeysJob } from '../entrypoints/model-server/reseal-model-keys.job.js';
import { ModelServerHandler } from '../handlers/model-server/model-server.handler.js';
import { ResealModelKeysHandler } from '../handlers/model-server/reseal-model-keys.handler.js';
import { ModelServersRepository } from '../persistence/model-server/model-servers.repository.js';
import { AuditModule } from './audit.module.js';
import { DirectoryModule } from './directory.module.js';

/** A company's own model server. */
@Module({
  imports: [AuditModule, DirectoryModule],
  controllers: [ModelServerController],
  providers: [
    { provide: KeyRing, inject: [CONFIG], useFactory: (config: Config) => new KeyRing(config.MODEL_ENCRYPTION_KEYS) },
    ModelServerHandler,
    ResealModelKeysHandler,
    ResealModelKeysJob,
    ModelServersRepository,
  ],
})
export class ModelServerModule {}
