import { Module } from '@nestjs/common';
import { AuditModule } from './audit.module.js';
import { SegmentsController } from '../entrypoints/segments/segments.controller.js';
import { ExplainSegmentHandler } from '../handlers/segments/explain-segment.handler.js';
import { ExportSegmentHandler } from '../handlers/segments/export-segment.handler.js';
import { PreviewSegmentHandler } from '../handlers/segments/preview-segment.handler.js';
import { SegmentClock } from '../handlers/segments/segment-clock.state.js';
import { ReadExpressionHandler } from '../handlers/segments/read-expression.handler.js';
import { SegmentsHandler } from '../handlers/segments/segments.handler.js';
import { AttributeTypesRepository } from '../persistence/segments/attribute-types.repository.js';
import { AudienceRepository } from '../persistence/segments/audience.repository.js';
import { CampaignsRepository } from '../persistence/campaigns/campaigns.repository.js';
import { SegmentContactsRepository } from '../persistence/segments/segment-contacts.repository.js';

/** Groups of contacts, and who is in them. */
@Module({
  imports: [AuditModule],
  controllers: [SegmentsController],
  providers: [
    ExplainSegmentHandler,
    ExportSegmentHandler,
    PreviewSegmentHandler,
    ReadExpressionHandler,
    SegmentClock,
    SegmentsHandler,
    AttributeTypesRepository,
    AudienceRepository,
    CampaignsRepository,
    SegmentContactsRepository,
  ],
  exports: [AudienceRepository, CampaignsRepository, SegmentContactsRepository, ReadExpressionHandler],
})
export class SegmentsModule {}
