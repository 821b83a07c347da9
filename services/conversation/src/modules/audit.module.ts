import { Module } from '@nestjs/common';
import { Audit } from '../handlers/audit/audit.step.js';

/** Who changed what in the settings and contacts of a tenant. */
@Module({
  providers: [Audit],
  exports: [Audit],
})
export class AuditModule {}
