import { Module } from '@nestjs/common';
import { LiveDocsController } from '../entrypoints/live/live-docs.controller.js';
import { LiveDoor } from '../entrypoints/live/live.door.js';
import { AdmitSocketHandler } from '../handlers/live/admit-socket.handler.js';
import { AnswerClientHandler } from '../handlers/live/answer-client.handler.js';
import { CheckCredentialsHandler } from '../handlers/live/check-credentials.handler.js';
import { EndSlowSocketsHandler } from '../handlers/live/end-slow-sockets.handler.js';
import { JoinFeedHandler } from '../handlers/live/join-feed.handler.js';
import { LiveSockets } from '../handlers/live/live-sockets.state.js';
import { LiveTenants } from '../handlers/live/live-tenants.state.js';
import { ApiModule } from './api.module.js';
import { ReceivingModule } from './receiving.module.js';

/** Live: who is connected, and what they are told. */
@Module({
  imports: [ApiModule, ReceivingModule],
  controllers: [LiveDocsController],
  providers: [
    LiveDoor,
    AdmitSocketHandler,
    AnswerClientHandler,
    CheckCredentialsHandler,
    EndSlowSocketsHandler,
    JoinFeedHandler,
    LiveSockets,
    LiveTenants,
  ],
})
export class LiveModule {}
