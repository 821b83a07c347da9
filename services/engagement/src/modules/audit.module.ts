import { Module } from '@nestjs/common';
import { Audit } from '../handlers/audit/audit.step.js';

@Module({ providers: [Audit], exports: [Audit] })
export class AuditModule {}
