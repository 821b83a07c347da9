import { Injectable } from '@nestjs/common';
import { PhoneFeed, type PhoneEvent, type PhoneListener } from '../../clients/phone/phone-feed.js';

/** A thread, or all threads of a number if no contact is named. */
export interface WatchedThread {
  phoneNumberId: string;
  contact?: string;
}

/** Tells phones in the browser what happens in their threads. */
@Injectable()
export class WatchThreadsHandler {
  constructor(private readonly feed: PhoneFeed) {}

  /** Listens to these threads (all, if none is named) and to events for everybody. @returns a function that ends it */
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
