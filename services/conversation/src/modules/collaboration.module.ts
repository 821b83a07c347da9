import { Module } from '@nestjs/common';
import { ActivitiesModule } from './activities.module.js';
import { AuditModule } from './audit.module.js';
import { LiveModule } from './live.module.js';
import { NotificationsModule } from './notifications.module.js';
import { ThreadsModule } from './threads.module.js';
import { CannedRepliesController } from '../entrypoints/collaboration/canned-replies.controller.js';
import { LabelsController } from '../entrypoints/collaboration/labels.controller.js';
import { NotesController } from '../entrypoints/collaboration/notes.controller.js';
import { TeamsController } from '../entrypoints/collaboration/teams.controller.js';
import { CannedRepliesHandler } from '../handlers/collaboration/canned-replies.handler.js';
import { LabelsHandler } from '../handlers/collaboration/labels.handler.js';
import { NotesHandler } from '../handlers/collaboration/notes.handler.js';
import { PutLabelsHandler } from '../handlers/collaboration/put-labels.handler.js';
import { TeamsHandler } from '../handlers/collaboration/teams.handler.js';
import { ConversationLabelsRepository } from '../persistence/collaboration/conversation-labels.repository.js';
import { MembersRepository } from '../persistence/collaboration/members.repository.js';
import { NotesRepository } from '../persistence/collaboration/notes.repository.js';
import { TeamsRepository } from '../persistence/collaboration/teams.repository.js';

/** What a team works with: labels, notes, teams, canned replies. */
@Module({
  imports: [ActivitiesModule, AuditModule, LiveModule, NotificationsModule, ThreadsModule],
  controllers: [CannedRepliesController, LabelsController, NotesController, TeamsController],
  providers: [
    CannedRepliesHandler,
    LabelsHandler,
    NotesHandler,
    PutLabelsHandler,
    TeamsHandler,
    ConversationLabelsRepository,
    MembersRepository,
    NotesRepository,
    TeamsRepository,
  ],
  exports: [ConversationLabelsRepository, MembersRepository, NotesRepository, PutLabelsHandler],
})
export class CollaborationModule {}
