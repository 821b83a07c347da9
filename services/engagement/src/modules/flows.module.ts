import { Module } from '@nestjs/common';
import { FlowCaller } from '../clients/flows/flow-caller.js';
import { FlowSecretController } from '../entrypoints/flows/flow-secret.controller.js';
import { FlowsController } from '../entrypoints/flows/flows.controller.js';
import { FlowRunsController } from '../entrypoints/flows/flow-runs.controller.js';
import { FlowsJob } from '../entrypoints/flows/flows.job.js';
import { OwnerChangedConsumer } from '../entrypoints/flows/owner-changed.consumer.js';
import { AdvanceFlowsHandler } from '../handlers/flows/advance-flows.handler.js';
import { BeginByEventsHandler } from '../handlers/flows/begin-by-events.handler.js';
import { CallFlowsHandler } from '../handlers/flows/call-flows.handler.js';
import { FlowSecretHandler } from '../handlers/flows/flow-secret.handler.js';
import { FlowSecrets } from '../handlers/flows/flow-secrets.step.js';
import { FlowRunsHandler } from '../handlers/flows/flow-runs.handler.js';
import { FlowsHandler } from '../handlers/flows/flows.handler.js';
import { FollowFlowsHandler } from '../handlers/flows/follow-flows.handler.js';
import { RunFlow } from '../handlers/flows/run-flow.step.js';
import { SimulateFlowHandler } from '../handlers/flows/simulate-flow.handler.js';
import { StopFlowsHandler } from '../handlers/flows/stop-flows.handler.js';
import { TakeMessagesHandler } from '../handlers/flows/take-messages.handler.js';
import { FlowRunsRepository } from '../persistence/flows/flow-runs.repository.js';
import { FlowSecretsRepository } from '../persistence/flows/flow-secrets.repository.js';
import { FlowsRepository } from '../persistence/flows/flows.repository.js';
import { AuditModule } from './audit.module.js';
import { CampaignsModule } from './campaigns.module.js';
import { MessagesModule } from './messages.module.js';
import { SegmentsModule } from './segments.module.js';

/** Flows: conversations that are drawn, and run by an interpreter. */
@Module({
  imports: [AuditModule, CampaignsModule, MessagesModule, SegmentsModule],
  controllers: [FlowSecretController, FlowsController, FlowRunsController, OwnerChangedConsumer],
  providers: [
    FlowsJob,
    AdvanceFlowsHandler,
    BeginByEventsHandler,
    CallFlowsHandler,
    FlowCaller,
    FlowSecretHandler,
    FlowSecrets,
    FlowSecretsRepository,
    FlowRunsHandler,
    FlowsHandler,
    FollowFlowsHandler,
    RunFlow,
    SimulateFlowHandler,
    StopFlowsHandler,
    TakeMessagesHandler,
    FlowRunsRepository,
    FlowsRepository,
  ],
  exports: [BeginByEventsHandler, FlowRunsRepository, TakeMessagesHandler],
})
export class FlowsModule {}
