import { Module } from '@nestjs/common';
import { FlowMovedConsumer } from '../entrypoints/flows/flow-moved.consumer.js';
import { ApplyContactDeeds } from '../handlers/flows/apply-contact-deeds.step.js';
import { ApplyFlowHandler } from '../handlers/flows/apply-flow.handler.js';
import { FlowHoldsRepository } from '../persistence/flows/flow-holds.repository.js';
import { BotModule } from './bot.module.js';
import { ConsentModule } from './consent.module.js';
import { ContactsModule } from './contacts.module.js';
import { LiveModule } from './live.module.js';
import { OwnershipModule } from './ownership.module.js';
import { SettingsModule } from './settings.module.js';
import { ThreadsModule } from './threads.module.js';

/** Flows have conversations in turn with the bot; they run in the engagement service. */
@Module({
  imports: [BotModule, ConsentModule, ContactsModule, LiveModule, OwnershipModule, SettingsModule, ThreadsModule],
  controllers: [FlowMovedConsumer],
  providers: [ApplyContactDeeds, ApplyFlowHandler, FlowHoldsRepository],
})
export class FlowsModule {}
