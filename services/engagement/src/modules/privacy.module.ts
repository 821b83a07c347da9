import { Module } from '@nestjs/common';
import { ContactErasureConsumer } from '../entrypoints/privacy/contact-erasure.consumer.js';
import { EraseContactHandler } from '../handlers/privacy/erase-contact.handler.js';
import { CampaignsModule } from './campaigns.module.js';
import { CodesModule } from './codes.module.js';
import { LeadsModule } from './leads.module.js';
import { FlowsModule } from './flows.module.js';
import { SegmentsModule } from './segments.module.js';

/** Customers who are forgotten. */
@Module({
  imports: [CodesModule, LeadsModule, SegmentsModule, CampaignsModule, FlowsModule],
  controllers: [ContactErasureConsumer],
  providers: [EraseContactHandler],
})
export class PrivacyModule {}
