import { Module } from '@nestjs/common';
import { ObjectStore, openObjectStore } from '#object-store';
import { CONFIG } from '#service-kit';
import type { Config } from '../config.js';

/** Where bytes are: logos and archives. */
@Module({
  providers: [{ provide: ObjectStore, inject: [CONFIG], useFactory: (config: Config): ObjectStore => openObjectStore(config) }],
  exports: [ObjectStore],
})
export class ObjectsModule {}
