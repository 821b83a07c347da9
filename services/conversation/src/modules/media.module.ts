import { Module } from '@nestjs/common';
import { ObjectStore, openObjectStore } from '#object-store';
import { CONFIG } from '#service-kit';
import type { Config } from '../config.js';
import { LiveModule } from './live.module.js';
import { ThreadsModule } from './threads.module.js';
import { ForgetMediaJob } from '../entrypoints/media/forget-media.job.js';
import { MediaFetchedConsumer } from '../entrypoints/media/media-fetched.consumer.js';
import { MediaFilesController } from '../entrypoints/media/media-files.controller.js';
import { MediaController } from '../entrypoints/media/media.controller.js';
import { AttachContent } from '../handlers/media/attach-content.step.js';
import { FetchRequests } from '../handlers/media/fetch-requests.step.js';
import { ForgetMediaHandler } from '../handlers/media/forget-media.handler.js';
import { GetMediaHandler } from '../handlers/media/get-media.handler.js';
import { LinkMediaHandler } from '../handlers/media/link-media.handler.js';
import { OpenMediaHandler } from '../handlers/media/open-media.handler.js';
import { RecordMediaFetchedHandler } from '../handlers/media/record-media-fetched.handler.js';
import { RetryMediaHandler } from '../handlers/media/retry-media.handler.js';
import { UploadMediaHandler } from '../handlers/media/upload-media.handler.js';
import { MediaRepository } from '../persistence/media/media.repository.js';

/** Files of messages: fetched, uploaded, shown. */
@Module({
  imports: [LiveModule, ThreadsModule],
  controllers: [MediaFilesController, MediaController, MediaFetchedConsumer],
  providers: [
    ForgetMediaJob,
    AttachContent,
    FetchRequests,
    ForgetMediaHandler,
    GetMediaHandler,
    LinkMediaHandler,
    OpenMediaHandler,
    RecordMediaFetchedHandler,
    RetryMediaHandler,
    UploadMediaHandler,
    MediaRepository,
    { provide: ObjectStore, inject: [CONFIG], useFactory: (config: Config): ObjectStore => openObjectStore(config) },
  ],
  exports: [AttachContent, MediaRepository, ObjectStore],
})
export class MediaModule {}
