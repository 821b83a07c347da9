import { Module } from '@nestjs/common';
import { ApiKeysController } from '../entrypoints/keys/api-keys.controller.js';
import { CreateApiKeyHandler } from '../handlers/keys/create-api-key.handler.js';
import { ListApiKeysHandler } from '../handlers/keys/list-api-keys.handler.js';
import { RevokeApiKeyHandler } from '../handlers/keys/revoke-api-key.handler.js';
import { ApiKeysRepository } from '../persistence/keys/api-keys.repository.js';
import { AuditModule } from './audit.module.js';
import { DirectoryModule } from './directory.module.js';

@Module({
  imports: [AuditModule, DirectoryModule],
  controllers: [ApiKeysController],
  providers: [CreateApiKeyHandler, ListApiKeysHandler, RevokeApiKeyHandler, ApiKeysRepository],
  exports: [ApiKeysRepository],
})
export class KeysModule {}
