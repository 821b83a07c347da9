import { Controller } from '@nestjs/common';
import { typingStarted, type EventOf } from '#contracts';
import { Consumes } from '#messaging';
import { ShowTypingHandler } from '../../handlers/reading/show-typing.handler.js';

@Controller()
export class TypingStartedConsumer {
  constructor(private readonly showTyping: ShowTypingHandler) {}

  @Consumes(typingStarted)
  async onTypingStarted(event: EventOf<typeof typingStarted>): Promise<void> {
    this.showTyping.execute(event);
  }
}
