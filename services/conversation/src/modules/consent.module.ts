import { Module } from '@nestjs/common';
import { ActivitiesModule } from './activities.module.js';
import { AuditModule } from './audit.module.js';
import { LiveModule } from './live.module.js';
import { SettingsModule } from './settings.module.js';
import { ThreadsModule } from './threads.module.js';
import { ConsentSettingsController } from '../entrypoints/consent/consent-settings.controller.js';
import { ConsentsController } from '../entrypoints/consent/consents.controller.js';
import { UnsubscribersController } from '../entrypoints/consent/unsubscribers.controller.js';
import { AskToConfirmHandler } from '../handlers/consent/ask-to-confirm.handler.js';
import { ConsentRules } from '../handlers/consent/consent-rules.state.js';
import { ConsentSettingsHandler } from '../handlers/consent/consent-settings.handler.js';
import { HeedEdit } from '../handlers/consent/heed-edit.step.js';
import { HeedWish } from '../handlers/consent/heed-wish.step.js';
import { ListConsentsHandler } from '../handlers/consent/list-consents.handler.js';
import { OptIn } from '../handlers/consent/opt-in.step.js';
import { ReadWishes } from '../handlers/consent/read-wishes.step.js';
import { RecordConsent } from '../handlers/consent/record-consent.step.js';
import { RefusedBefore } from '../handlers/consent/refused-before.step.js';
import { RefusedByWhatsApp } from '../handlers/consent/refused-by-whatsapp.step.js';
import { TellContact } from '../handlers/consent/tell-contact.step.js';
import { UnsubscribersHandler } from '../handlers/consent/unsubscribers.handler.js';
import { ConsentSettingsRepository } from '../persistence/consent/consent-settings.repository.js';
import { ErasedRefusalsRepository } from '../persistence/consent/erased-refusals.repository.js';
import { UnsubscribersRepository } from '../persistence/consent/unsubscribers.repository.js';
import { ConsentsRepository } from '../persistence/consent/consents.repository.js';

/** What customers say about promotions: in words, by buttons and through WhatsApp, and the proof of each. */
@Module({
  imports: [ActivitiesModule, AuditModule, LiveModule, SettingsModule, ThreadsModule],
  controllers: [ConsentsController, ConsentSettingsController, UnsubscribersController],
  providers: [
    AskToConfirmHandler,
    ConsentRules,
    ConsentSettingsHandler,
    HeedEdit,
    HeedWish,
    ListConsentsHandler,
    UnsubscribersHandler,
    OptIn,
    ReadWishes,
    RecordConsent,
    RefusedBefore,
    RefusedByWhatsApp,
    TellContact,
    ConsentSettingsRepository,
    ConsentsRepository,
    UnsubscribersRepository,
    ErasedRefusalsRepository,
  ],
  exports: [
    AskToConfirmHandler,
    ConsentRules,
    ConsentsRepository,
    ErasedRefusalsRepository,
    HeedEdit,
    HeedWish,
    OptIn,
    ReadWishes,
    RecordConsent,
    RefusedBefore,
    RefusedByWhatsApp,
    TellContact,
  ],
})
export class ConsentModule {}
