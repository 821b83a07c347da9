import { Module } from '@nestjs/common';
import { AuditModule } from './audit.module.js';
import { AttributesController } from '../entrypoints/attributes/attributes.controller.js';
import { AttributesHandler } from '../handlers/attributes/attributes.handler.js';
import { CheckAttributes } from '../handlers/attributes/check-attributes.step.js';

/** What a company keeps of its customers, with a type each. */
@Module({
  imports: [AuditModule],
  controllers: [AttributesController],
  providers: [AttributesHandler, CheckAttributes],
  exports: [CheckAttributes],
})
export class AttributesModule {}
