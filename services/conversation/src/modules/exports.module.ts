import { Module } from '@nestjs/common';
import { AuditModule } from './audit.module.js';
import { ExportsController } from '../entrypoints/exports/exports.controller.js';
import { ExportContactsHandler } from '../handlers/exports/export-contacts.handler.js';
import { ExportedContactsRepository } from '../persistence/exports/exported-contacts.repository.js';

/** The contact book as a table, for spreadsheets. */
@Module({ imports: [AuditModule], controllers: [ExportsController], providers: [ExportContactsHandler, ExportedContactsRepository] })
export class ExportsModule {}
