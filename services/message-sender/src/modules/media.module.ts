import { Module } from '@nestjs/common';
import { ObjectStore, openObjectStore } from '#object-store';
import { CONFIG } from '#service-kit';
import type { Config } from '../config.js';
import { HoldsModule } from './holds.module.js';
import { QueueModule } from './queue.module.js';
import { MediaFetchRequestedConsumer } from '../entrypoints/media/media-fetch-requested.consumer.js';
import { MediaJob } from '../entrypoints/media/media.job.js';
import { FetchMediaHandler } from '../handlers/media/fetch-media.handler.js';
import { MediaSignal } from '../handlers/media/media-signal.state.js';
import { RecordMediaFetchHandler } from '../handlers/media/record-media-fetch.handler.js';
import { UploadMediaHandler } from '../handlers/media/upload-media.handler.js';
import { MediaFetchesRepository } from '../persistence/media/media-fetches.repository.js';
import { MediaUploadsRepository } from '../persistence/media/media-uploads.repository.js';
import { OwnMediaRepository } from '../persistence/media/own-media.repository.js';
import { MediaGraph } from '../clients/media/media-graph.js';

/** Files: customers' are fetched from WhatsApp, ours are brought there. */
@Module({
  imports: [HoldsModule, QueueModule],
  controllers: [MediaFetchRequestedConsumer],
  providers: [
    MediaJob,
    FetchMediaHandler,
    MediaSignal,
    RecordMediaFetchHandler,
    UploadMediaHandler,
    MediaFetchesRepository,
    MediaUploadsRepository,
    OwnMediaRepository,
    { provide: ObjectStore, inject: [CONFIG], useFactory: (config: Config): ObjectStore => openObjectStore(config) },
    { provide: MediaGraph, inject: [CONFIG], useFactory: (config: Config): MediaGraph => new MediaGraph(config) },
  ],
  exports: [MediaSignal, MediaUploadsRepository, ObjectStore, OwnMediaRepository],
})
export class MediaModule {}
