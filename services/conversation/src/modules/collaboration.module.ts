import { Module } from '@nestjs/common';
import { AuditModule } from './audit.module.js';
import { LiveModule } from './live.module.js';
import { ThreadsModule } from './threads.module.js';
import { CannedRepliesController } from '../entrypoints/collaboration/canned-replies.controller.js';
import { LabelsController } from '../entrypoints/collaboration/labels.controller.js';
import { NotesController } from '../entrypoints/collaboration/notes.controller.js';
import { TeamsController } from '../entrypoints/collaboration/teams.controller.js';
import { AddNoteHandler } from '../handlers/collaboration/add-note.handler.js';
import { ChangeCannedReplyHandler } from '../handlers/collaboration/change-canned-reply.handler.js';
import { ChangeLabelHandler } from '../handlers/collaboration/change-label.handler.js';
import { ChangeTeamHandler } from '../handlers/collaboration/change-team.handler.js';
import { CreateCannedReplyHandler } from '../handlers/collaboration/create-canned-reply.handler.js';
import { CreateLabelHandler } from '../handlers/collaboration/create-label.handler.js';
import { CreateTeamHandler } from '../handlers/collaboration/create-team.handler.js';
import { DeleteCannedReplyHandler } from '../handlers/collaboration/delete-canned-reply.handler.js';
import { DeleteLabelHandler } from '../handlers/collaboration/delete-label.handler.js';
import { DeleteNoteHandler } from '../handlers/collaboration/delete-note.handler.js';
import { DeleteTeamHandler } from '../handlers/collaboration/delete-team.handler.js';
import { ListCannedRepliesHandler } from '../handlers/collaboration/list-canned-replies.handler.js';
import { ListLabelsHandler } from '../handlers/collaboration/list-labels.handler.js';
import { ListNotesHandler } from '../handlers/collaboration/list-notes.handler.js';
import { ListTeamsHandler } from '../handlers/collaboration/list-teams.handler.js';
import { PutLabelsHandler } from '../handlers/collaboration/put-labels.handler.js';
import { CannedRepliesRepository } from '../persistence/collaboration/canned-replies.repository.js';
import { LabelsRepository } from '../persistence/collaboration/labels.repository.js';
import { MembersRepository } from '../persistence/collaboration/members.repository.js';
import { NotesRepository } from '../persistence/collaboration/notes.repository.js';
import { TeamsRepository } from '../persistence/collaboration/teams.repository.js';

/** What a team works with: labels, notes, teams, canned replies. */
@Module({
  imports: [AuditModule, LiveModule, ThreadsModule],
  controllers: [CannedRepliesController, LabelsController, NotesController, TeamsController],
  providers: [
    AddNoteHandler,
    ChangeCannedReplyHandler,
    ChangeLabelHandler,
    ChangeTeamHandler,
    CreateCannedReplyHandler,
    CreateLabelHandler,
    CreateTeamHandler,
    DeleteCannedReplyHandler,
    DeleteLabelHandler,
    DeleteNoteHandler,
    DeleteTeamHandler,
    ListCannedRepliesHandler,
    ListLabelsHandler,
    ListNotesHandler,
    ListTeamsHandler,
    PutLabelsHandler,
    CannedRepliesRepository,
    LabelsRepository,
    MembersRepository,
    NotesRepository,
    TeamsRepository,
  ],
  exports: [MembersRepository, NotesRepository],
})
export class CollaborationModule {}
