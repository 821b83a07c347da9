import { Module } from '@nestjs/common';
import { ActivitiesModule } from './activities.module.js';
import { CollaborationModule } from './collaboration.module.js';
import { LiveModule } from './live.module.js';
import { SettingsModule } from './settings.module.js';
import { SurveysModule } from './surveys.module.js';
import { ThreadsModule } from './threads.module.js';
import { AbandonedJob } from '../entrypoints/ownership/abandoned.job.js';
import { InboxJob } from '../entrypoints/ownership/inbox.job.js';
import { OwnershipController } from '../entrypoints/ownership/ownership.controller.js';
import { PresenceController } from '../entrypoints/ownership/presence.controller.js';
import { AnswerFailed } from '../handlers/ownership/answer-failed.step.js';
import { AssignWaitingHandler } from '../handlers/ownership/assign-waiting.handler.js';
import { AssignHandler } from '../handlers/ownership/assign.handler.js';
import { AssignmentCalls } from '../handlers/ownership/assignment-calls.state.js';
import { ChangeOfHands } from '../handlers/ownership/change-of-hands.step.js';
import { ChangeOwnerHandler } from '../handlers/ownership/change-owner.handler.js';
import { CustomerWaits } from '../handlers/ownership/customer-waits.step.js';
import { EscalateHandler } from '../handlers/ownership/escalate.handler.js';
import { FindAbandonedHandler } from '../handlers/ownership/find-abandoned.handler.js';
import { FindWaitsHandler } from '../handlers/ownership/find-waits.handler.js';
import { ListPresenceHandler } from '../handlers/ownership/list-presence.handler.js';
import { ReportPresenceHandler } from '../handlers/ownership/report-presence.handler.js';
import { SetAvailabilityHandler } from '../handlers/ownership/set-availability.handler.js';
import { ShowTypingHandler } from '../handlers/ownership/show-typing.handler.js';
import { SortConversationHandler } from '../handlers/ownership/sort-conversation.handler.js';
import { TakeBackHandler } from '../handlers/ownership/take-back.handler.js';
import { UndoHandler } from '../handlers/ownership/undo.handler.js';
import { WakeConversationHandler } from '../handlers/ownership/wake-conversation.handler.js';
import { AssignmentsRepository } from '../persistence/ownership/assignments.repository.js';
import { PresenceRepository } from '../persistence/ownership/presence.repository.js';
import { WaitsRepository } from '../persistence/ownership/waits.repository.js';

/** Who has a conversation: changes of hands, waiting for a person, presence. */
@Module({
  imports: [ActivitiesModule, CollaborationModule, LiveModule, SettingsModule, SurveysModule, ThreadsModule],
  controllers: [OwnershipController, PresenceController],
  providers: [
    AbandonedJob,
    InboxJob,
    AnswerFailed,
    AssignWaitingHandler,
    AssignHandler,
    AssignmentCalls,
    ChangeOfHands,
    ChangeOwnerHandler,
    CustomerWaits,
    EscalateHandler,
    FindAbandonedHandler,
    FindWaitsHandler,
    ListPresenceHandler,
    ReportPresenceHandler,
    SetAvailabilityHandler,
    ShowTypingHandler,
    SortConversationHandler,
    TakeBackHandler,
    UndoHandler,
    WakeConversationHandler,
    AssignmentsRepository,
    PresenceRepository,
    WaitsRepository,
  ],
  exports: [AnswerFailed, AssignHandler, AssignmentCalls, ChangeOfHands, ChangeOwnerHandler, CustomerWaits, SortConversationHandler],
})
export class OwnershipModule {}
