import { Module } from '@nestjs/common';
import { ContactErasureConsumer } from '../entrypoints/privacy/contact-erasure.consumer.js';
import { EraseContactHandler } from '../handlers/privacy/erase-contact.handler.js';

/** Customers who are forgotten. */
@Module({ controllers: [ContactErasureConsumer], providers: [EraseContactHandler] })
export class PrivacyModule {}
