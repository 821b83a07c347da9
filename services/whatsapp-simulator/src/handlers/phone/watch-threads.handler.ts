import { Injectable } from '@nestjs/common';
import { PhoneFeed, type PhoneEvent, type PhoneListener } from '../../clients/phone/phone-feed.js';

/** A thread, or all threads of a number where no contact is named. */
export interface WatchedThread {
  phoneNumberId: string;
  contact?: string;
}

/** Lets phones in the browser hear what happens in their threads. */
@Injectable()
export class WatchThreadsHandler {
  constructor(private readonly feed: PhoneFeed) {}

  /** Hears of those threads (all, when none is named) and of what concerns everybody, until the function given back is called. */
  execute(threads: WatchedThread[], listener: PhoneListener): () => void {
    const matches = ({ phoneNumberId, contact }: PhoneEvent) =>
      threads.length === 0 ||
      phoneNumberId === undefined ||
      threads.some((thread) => thread.phoneNumberId === phoneNumberId && (thread.contact === undefined || thread.contact === contact));
    return this.feed.subscribe({
      hear: (event) => {
        if (matches(event)) listener.hear(event);
      },
      end: () => listener.end(),
    });
  }
}
