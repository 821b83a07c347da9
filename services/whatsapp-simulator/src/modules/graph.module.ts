import { Module } from '@nestjs/common';
import { GraphController } from '../entrypoints/graph/graph.controller.js';
import { UploadsController } from '../entrypoints/graph/uploads.controller.js';
import { MediaDownloadController } from '../entrypoints/graph/media-download.controller.js';
import { AdmitMessageHandler } from '../handlers/graph/admit-message.handler.js';
import { AuthorizeCallHandler } from '../handlers/graph/authorize-call.handler.js';
import { ClaimNumberHandler } from '../handlers/graph/claim-number.handler.js';
import { CountManagementCallHandler } from '../handlers/graph/count-management-call.handler.js';
import { DescribeNumberHandler } from '../handlers/graph/describe-number.handler.js';
import { FindMediaHandler } from '../handlers/graph/find-media.handler.js';
import { ManageTemplatesHandler } from '../handlers/graph/manage-templates.handler.js';
import { MarkReadHandler } from '../handlers/graph/mark-read.handler.js';
import { PaceTemplatesHandler } from '../handlers/graph/pace-templates.handler.js';
import { PauseTemplatesHandler } from '../handlers/graph/pause-templates.handler.js';
import { RouteMarketingHandler } from '../handlers/graph/route-marketing.handler.js';
import { SendMessageHandler } from '../handlers/graph/send-message.handler.js';
import { TypingHandler } from '../handlers/graph/typing.handler.js';
import { UploadMediaHandler } from '../handlers/graph/upload-media.handler.js';
import { WebhooksModule } from './webhooks.module.js';
import { WorldModule } from './world.module.js';

@Module({
  imports: [WorldModule, WebhooksModule],
  controllers: [MediaDownloadController, UploadsController, GraphController],
  providers: [
    AdmitMessageHandler,
    AuthorizeCallHandler,
    ClaimNumberHandler,
    CountManagementCallHandler,
    PaceTemplatesHandler,
    PauseTemplatesHandler,
    RouteMarketingHandler,
    SendMessageHandler,
    MarkReadHandler,
    TypingHandler,
    UploadMediaHandler,
    FindMediaHandler,
    ManageTemplatesHandler,
    DescribeNumberHandler,
  ],
  exports: [CountManagementCallHandler, FindMediaHandler, PaceTemplatesHandler, PauseTemplatesHandler, TypingHandler, UploadMediaHandler],
})
export class GraphModule {}
