import { Module } from '@nestjs/common';
import { ApiKeysController } from '../entrypoints/keys/api-keys.controller.js';
import { OwnApiKeyController } from '../entrypoints/keys/own-api-key.controller.js';
import { CreateApiKeyHandler } from '../handlers/keys/create-api-key.handler.js';
import { DescribeApiKeyHandler } from '../handlers/keys/describe-api-key.handler.js';
import { ListApiKeysHandler } from '../handlers/keys/list-api-keys.handler.js';
import { RotateApiKeyHandler } from '../handlers/keys/rotate-api-key.handler.js';
import { RevokeApiKeyHandler } from '../handlers/keys/revoke-api-key.handler.js';
import { ApiKeysRepository } from '../persistence/keys/api-keys.repository.js';
import { AuditModule } from './audit.module.js';
import { DirectoryModule } from './directory.module.js';

@Module({
  imports: [AuditModule, DirectoryModule],
  controllers: [ApiKeysController, OwnApiKeyController],
  providers: [CreateApiKeyHandler, DescribeApiKeyHandler, ListApiKeysHandler, RevokeApiKeyHandler, RotateApiKeyHandler, ApiKeysRepository],
  exports: [ApiKeysRepository],
})
export class KeysModule {}
