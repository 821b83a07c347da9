import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { SurveysRepository, type DueSurvey } from '../../persistence/surveys/surveys.repository.js';

const MAX_AT_ONCE = 200;

/** Questions of all tenants whose time has come, the longest overdue first. */
@Injectable()
export class FindDueSurveysHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly surveys: SurveysRepository,
  ) {}

  async execute(): Promise<DueSurvey[]> {
    return this.database.forSystem((tx) => this.surveys.findDue(tx, MAX_AT_ONCE));
  }
}
