import { Injectable, type OnModuleDestroy } from '@nestjs/common';

/** An event for phones that are open in a browser. `contact` is absent when it concerns all of them. */
export interface PhoneEvent {
  name: 'message' | 'status' | 'typing' | 'contact' | 'numbers' | 'clock' | 'faults' | 'reset';
  phoneNumberId?: string;
  contact?: string;
  data: object;
}

export interface PhoneListener {
  hear(event: PhoneEvent): void;
  end(): void;
}

/** Hands events to the open phones. Costs nothing while nobody listens. */
@Injectable()
export class PhoneFeed implements OnModuleDestroy {
  private readonly listeners = new Set<PhoneListener>();

  get listening(): boolean {
    return this.listeners.size > 0;
  }

  publish(event: PhoneEvent): void {
    for (const listener of this.listeners) listener.hear(event);
  }

  /** @returns a function that ends the subscription */
  subscribe(listener: PhoneListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Open streams would keep the server from closing. */
  onModuleDestroy(): void {
    for (const listener of this.listeners) listener.end();
    this.listeners.clear();
  }
}
