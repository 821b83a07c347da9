import { Column, Entity } from 'typeorm';
import { TenantRow } from '#database';

/** Whether and how a tenant asks its customers what they think of the help they got; a tenant without a row does not ask. */
@Entity({ schema: 'conversation', name: 'survey_settings' })
export class SurveySettingsRow extends TenantRow {
  @Column('boolean') enabled!: boolean;
  /** Whose conversations: those that people had, those that the bot had. */
  @Column('text') servedBy!: 'people' | 'bot' | 'both';
  @Column('integer') waitMinutes!: number;
  /** A customer is asked at most once in so many days. */
  @Column('integer') everyDays!: number;
  @Column('boolean') asksComment!: boolean;
  /** By language: the tenant's own words. */
  @Column('jsonb') texts!: unknown;
  @Column('integer') version!: number;
}
