import { Injectable } from '@nestjs/common';
import { PhoneFeed } from '../../clients/phone/phone-feed.js';
import { SimulatedClock } from '../../clients/control/simulated-clock.js';

/** A typing indicator ends by itself after 25 s (Meta, "Typing indicators"). */
const TYPING_MS = 25_000;

/** Shows the customer that the business is typing. */
@Injectable()
export class TypingHandler {
  private readonly until = new Map<string, number>();

  constructor(
    private readonly clock: SimulatedClock,
    private readonly feed: PhoneFeed,
  ) {}

  execute(phoneNumberId: string, contact: string): void {
    const key = `${phoneNumberId} ${contact}`;
    const until = this.clock.now() + TYPING_MS;
    this.until.set(key, until);
    this.feed.publish({ name: 'typing', phoneNumberId, contact, data: { typing: true } });
    this.clock.schedule(TYPING_MS, () => {
      if (this.until.get(key) === until) this.stop(phoneNumberId, contact);
    });
  }

  isTyping(phoneNumberId: string, contact: string): boolean {
    return (this.until.get(`${phoneNumberId} ${contact}`) ?? 0) > this.clock.now();
  }

  stop(phoneNumberId: string, contact: string): void {
    if (!this.until.delete(`${phoneNumberId} ${contact}`)) return;
    this.feed.publish({ name: 'typing', phoneNumberId, contact, data: { typing: false } });
  }

  reset(): void {
    this.until.clear();
  }
}
