import { Controller } from '@nestjs/common';
import { CompanyRows, companyPage } from '#company-data';
import { companyData, type QuestionOf, type ReplyOf } from '#contracts';
import { Answers } from '#messaging';

const QUERY = companyData.commerce;

@Controller()
export class CompanyDataQuery {
  constructor(private readonly rows: CompanyRows) {}

  @Answers(QUERY)
  read(question: QuestionOf<typeof QUERY>): Promise<ReplyOf<typeof QUERY>> {
    return companyPage(this.rows, question);
  }
}
