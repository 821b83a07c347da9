import { Injectable } from '@nestjs/common';
import type { CustomTransportStrategy } from '@nestjs/microservices';

/** What brings a service its messages, beside HTTP. Modules add theirs; `createService` connects them all, `bootstrap` starts them. */
@Injectable()
export class Transports {
  readonly all: CustomTransportStrategy[] = [];

  add(strategy: CustomTransportStrategy): void {
    this.all.push(strategy);
  }
}
