import { Module } from '@nestjs/common';
import { Once } from '../handlers/idempotency/once.step.js';
import { IdempotencyKeysRepository } from '../persistence/idempotency/idempotency-keys.repository.js';

@Module({
  providers: [Once, IdempotencyKeysRepository],
  exports: [Once, IdempotencyKeysRepository],
})
export class IdempotencyModule {}
