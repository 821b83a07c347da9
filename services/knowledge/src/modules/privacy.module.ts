import { Module } from '@nestjs/common';
import { ContactErasureConsumer } from '../entrypoints/privacy/contact-erasure.consumer.js';
import { EraseContactHandler } from '../handlers/privacy/erase-contact.handler.js';
import { GoldenModule } from './golden.module.js';

/** Customers who are forgotten. */
@Module({ imports: [GoldenModule], controllers: [ContactErasureConsumer], providers: [EraseContactHandler] })
export class PrivacyModule {}
