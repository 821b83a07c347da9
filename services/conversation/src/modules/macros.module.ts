import { Module } from '@nestjs/common';
import { AuditModule } from './audit.module.js';
import { CollaborationModule } from './collaboration.module.js';
import { MessagesModule } from './messages.module.js';
import { OwnershipModule } from './ownership.module.js';
import { SettingsModule } from './settings.module.js';
import { ThreadsModule } from './threads.module.js';
import { MacrosController } from '../entrypoints/macros/macros.controller.js';
import { CheckMacro } from '../handlers/macros/check-macro.step.js';
import { MacrosHandler } from '../handlers/macros/macros.handler.js';
import { RunMacroHandler } from '../handlers/macros/run-macro.handler.js';

/** Actions on a conversation under a name. */
@Module({
  imports: [AuditModule, CollaborationModule, MessagesModule, OwnershipModule, SettingsModule, ThreadsModule],
  controllers: [MacrosController],
  providers: [CheckMacro, MacrosHandler, RunMacroHandler],
})
export class MacrosModule {}
