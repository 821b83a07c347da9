import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { Problem } from '#service-kit';
import { chooseLanguage, otherSpelling } from '#whatsapp';
import type { CodeSettings } from '../../domain/codes/settings.js';
import { CodeRoutesRepository, type CodeOutlet, type CodeTemplate } from '../../persistence/codes/code-routes.repository.js';

/** From which number and by which template a code leaves. */
@Injectable()
export class ChooseRoute {
  constructor(private readonly routes: CodeRoutesRepository) {}

  /**
   * The number that was asked for, else the tenant's, else its first that is active. The template that the tenant chose, else the only
   * authentication template that is approved; in the language of the customer, else of the number, else in what there is.
   *
   * @throws {Problem} not_found (the outlet), otp_no_outlet, otp_no_template
   */
  async execute(
    tx: Transaction,
    { outletId, template }: CodeSettings,
    asked: { outletId?: string | undefined; phone: string },
  ): Promise<{ outlet: CodeOutlet; template: CodeTemplate }> {
    const wanted = asked.outletId ?? outletId;
    const outlet = await this.routes.outlet(tx, wanted);
    if (!outlet) throw await this.#noOutlet(tx, wanted, asked.outletId !== undefined);
    const approved = await this.routes.templates(tx, outlet.wabaId);
    const names = [...new Set(approved.map(({ name }) => name))];
    const name = template ?? (names.length === 1 ? names[0] : undefined);
    const own = approved.filter((one) => one.name === name);
    if (own.length === 0) throw noTemplate(template, names);
    const other = otherSpelling(asked.phone);
    const language = await this.routes.language(tx, other ? [asked.phone, other] : [asked.phone]);
    const languages = own.map((one) => one.language);
    const chosen = chooseLanguage(languages, language ?? outlet.language ?? '', outlet.language ?? undefined);
    return { outlet, template: own.find((one) => one.language === chosen) ?? own[0]! };
  }

  async #noOutlet(tx: Transaction, id: string | null, isAsked: boolean): Promise<Problem> {
    if (id === null) return new Problem(422, 'otp_no_outlet', 'No WhatsApp number of the company is active. Connect one under Outlets.');
    if (isAsked && !(await this.routes.hasOutlet(tx, id))) return Problem.notFound('outlet');
    return new Problem(
      422,
      'otp_no_outlet',
      'The WhatsApp number from which codes are to leave is not active. Enable it, or choose another.',
    );
  }
}

const noTemplate = (wanted: string | null, names: readonly string[]): Problem => {
  const there = names.length > 0 ? `Approved are: ${names.join(', ')}.` : 'None is approved.';
  const detail =
    wanted !== null
      ? `The WhatsApp account has no approved authentication template ${wanted}. ${there} Choose another in the settings of one-time codes.`
      : names.length > 1
        ? `The WhatsApp account has several authentication templates. ${there} Choose one in the settings of one-time codes.`
        : 'The WhatsApp account has no approved template of the category AUTHENTICATION. Create one under Templates, with a copy-code button.';
  return new Problem(422, 'otp_no_template', detail);
};
