import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DeadLetterReader, NatsLink } from '#messaging';
import { Logger } from '#service-kit';
import { RecordDeadLetterHandler } from '../../handlers/ops/record-dead-letter.handler.js';

@Injectable()
export class DeadLettersConsumer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #reader: DeadLetterReader;

  constructor(link: NatsLink, record: RecordDeadLetterHandler, logger: Logger) {
    this.#reader = new DeadLetterReader(link, (letter) => record.execute(letter), logger);
  }

  onApplicationBootstrap(): void {
    this.#reader.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#reader.stop();
  }
}
