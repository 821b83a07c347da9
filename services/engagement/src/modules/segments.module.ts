import { Module } from '@nestjs/common';
import { AudienceRepository } from '../persistence/segments/audience.repository.js';

/** Groups of contacts, and who is in them. */
@Module({ providers: [AudienceRepository], exports: [AudienceRepository] })
export class SegmentsModule {}
