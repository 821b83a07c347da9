import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, forEach, Logger } from '#service-kit';
import { AskSurveyHandler } from '../../handlers/surveys/ask-survey.handler.js';
import { FindDueSurveysHandler } from '../../handlers/surveys/find-due-surveys.handler.js';

const EVERY_MS = 1_000;

/** Every second: customers whose conversations were closed are asked. What fails is tried again by the next turn. */
@Injectable()
export class AskSurveysJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(findDue: FindDueSurveysHandler, ask: AskSurveyHandler, logger: Logger) {
    const work = async (isStopped: () => boolean): Promise<void> => {
      const due = await findDue.execute();
      await forEach(due, async (survey) => {
        if (!isStopped()) await ask.execute(survey);
        return 1;
      });
    };
    this.#loop = BackgroundLoop.every(EVERY_MS, 'asking customers after closing', work, logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
