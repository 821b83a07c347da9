import { Module } from '@nestjs/common';
import { ActivitiesModule } from './activities.module.js';
import { AuditModule } from './audit.module.js';
import { LiveModule } from './live.module.js';
import { SettingsModule } from './settings.module.js';
import { ThreadsModule } from './threads.module.js';
import { AskSurveysJob } from '../entrypoints/surveys/ask-surveys.job.js';
import { SurveysController } from '../entrypoints/surveys/surveys.controller.js';
import { AnswerSurvey } from '../handlers/surveys/answer-survey.step.js';
import { AskSurveyHandler } from '../handlers/surveys/ask-survey.handler.js';
import { FindDueSurveysHandler } from '../handlers/surveys/find-due-surveys.handler.js';
import { ListSurveysHandler } from '../handlers/surveys/list-surveys.handler.js';
import { PlanSurvey } from '../handlers/surveys/plan-survey.step.js';
import { SurveySettingsHandler } from '../handlers/surveys/survey-settings.handler.js';
import { SurveysRepository } from '../persistence/surveys/surveys.repository.js';

/** What customers think of the help they got: asked after closing. Lower than what closes and what records. */
@Module({
  imports: [ActivitiesModule, AuditModule, LiveModule, SettingsModule, ThreadsModule],
  controllers: [SurveysController],
  providers: [
    AskSurveysJob,
    AnswerSurvey,
    AskSurveyHandler,
    FindDueSurveysHandler,
    ListSurveysHandler,
    PlanSurvey,
    SurveySettingsHandler,
    SurveysRepository,
  ],
  exports: [AnswerSurvey, PlanSurvey],
})
export class SurveysModule {}
