import { Controller } from '@nestjs/common';
import { contactErasureRequested, type EventOf } from '#contracts';
import { Consumes } from '#messaging';
import { EraseContactHandler } from '../../handlers/privacy/erase-contact.handler.js';

@Controller()
export class ContactErasureConsumer {
  constructor(private readonly eraseContact: EraseContactHandler) {}

  @Consumes(contactErasureRequested)
  onContactErasureRequested(event: EventOf<typeof contactErasureRequested>): Promise<void> {
    return this.eraseContact.execute(event);
  }
}
