import { Module } from '@nestjs/common';
import { ContactErasureConsumer } from '../entrypoints/privacy/contact-erasure.consumer.js';
import { EraseContactHandler } from '../handlers/privacy/erase-contact.handler.js';
import { ErasureRepository } from '../persistence/privacy/erasure.repository.js';

@Module({
  controllers: [ContactErasureConsumer],
  providers: [EraseContactHandler, ErasureRepository],
  exports: [ErasureRepository],
})
export class PrivacyModule {}
