import { Module } from '@nestjs/common';
import { CONFIG, KeyRing } from '#service-kit';
import type { Config } from '../config.js';

/** The keys by which secrets of shops and links to invoices are sealed. */
@Module({
  providers: [{ provide: KeyRing, inject: [CONFIG], useFactory: (config: Config) => new KeyRing(config.COMMERCE_ENCRYPTION_KEYS) }],
  exports: [KeyRing],
})
export class KeysModule {}
