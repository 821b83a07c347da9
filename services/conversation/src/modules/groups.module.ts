import { Module } from '@nestjs/common';
import { GroupsRepository } from '../persistence/groups/groups.repository.js';

/** Groups and who is in them. Lower than all that meets them: messages, contacts, erasure. */
@Module({ providers: [GroupsRepository], exports: [GroupsRepository] })
export class GroupsModule {}
