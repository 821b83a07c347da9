import { Module } from '@nestjs/common';
import { AttributesModule } from './attributes.module.js';
import { AuditModule } from './audit.module.js';
import { ConsentModule } from './consent.module.js';
import { ContactsModule } from './contacts.module.js';
import { MediaModule } from './media.module.js';
import { ForgetImportsJob } from '../entrypoints/imports/forget-imports.job.js';
import { ImportsController } from '../entrypoints/imports/imports.controller.js';
import { RunImportsJob } from '../entrypoints/imports/run-imports.job.js';
import { ForgetImportsHandler } from '../handlers/imports/forget-imports.handler.js';
import { ImportBatch } from '../handlers/imports/import-batch.step.js';
import { ImportFiles } from '../handlers/imports/import-files.handler.js';
import { ImportClock } from '../handlers/imports/import-clock.state.js';
import { ImportWake } from '../handlers/imports/import-wake.state.js';
import { ImportsHandler } from '../handlers/imports/imports.handler.js';
import { NextImportHandler } from '../handlers/imports/next-import.handler.js';
import { RunImportHandler } from '../handlers/imports/run-import.handler.js';
import { StartImportHandler } from '../handlers/imports/start-import.handler.js';
import { UndoImportHandler } from '../handlers/imports/undo-import.handler.js';
import { ImportedContactsRepository } from '../persistence/imports/imported-contacts.repository.js';
import { ImportsRepository } from '../persistence/imports/imports.repository.js';

/** Customers from a file: taken into the book in batches, and taken back. */
@Module({
  imports: [AttributesModule, AuditModule, ConsentModule, ContactsModule, MediaModule],
  controllers: [ImportsController],
  providers: [
    ForgetImportsJob,
    RunImportsJob,
    ForgetImportsHandler,
    ImportBatch,
    ImportClock,
    ImportFiles,
    ImportWake,
    ImportsHandler,
    NextImportHandler,
    RunImportHandler,
    StartImportHandler,
    UndoImportHandler,
    ImportedContactsRepository,
    ImportsRepository,
  ],
})
export class ImportsModule {}
