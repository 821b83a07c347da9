import { Module } from '@nestjs/common';
import { GraphController } from '../entrypoints/graph/graph.controller.js';
import { MediaDownloadController } from '../entrypoints/graph/media-download.controller.js';
import { AuthorizeCallHandler } from '../handlers/graph/authorize-call.handler.js';
import { ClaimNumberHandler } from '../handlers/graph/claim-number.handler.js';
import { DescribeNumberHandler } from '../handlers/graph/describe-number.handler.js';
import { FindMediaHandler } from '../handlers/graph/find-media.handler.js';
import { ManageTemplatesHandler } from '../handlers/graph/manage-templates.handler.js';
import { MarkReadHandler } from '../handlers/graph/mark-read.handler.js';
import { SendMessageHandler } from '../handlers/graph/send-message.handler.js';
import { TypingHandler } from '../handlers/graph/typing.handler.js';
import { UploadMediaHandler } from '../handlers/graph/upload-media.handler.js';
import { WebhooksModule } from './webhooks.module.js';
import { WorldModule } from './world.module.js';

@Module({
  imports: [WorldModule, WebhooksModule],
  controllers: [MediaDownloadController, GraphController],
  providers: [
    AuthorizeCallHandler,
    ClaimNumberHandler,
    SendMessageHandler,
    MarkReadHandler,
    TypingHandler,
    UploadMediaHandler,
    FindMediaHandler,
    ManageTemplatesHandler,
    DescribeNumberHandler,
  ],
  exports: [TypingHandler, UploadMediaHandler, FindMediaHandler],
})
export class GraphModule {}
