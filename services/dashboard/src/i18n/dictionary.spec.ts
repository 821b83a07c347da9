import { auditEn } from './audit.en';
import { auditEs } from './audit.es';
import { catalogueEn } from './catalogue.en';
import { catalogueEs } from './catalogue.es';
import { en } from './en';
import { es } from './es';
import { fill } from './fill';
import { goldenEn } from './golden.en';
import { goldenEs } from './golden.es';
import { helpEn } from './help.en';
import { helpEs } from './help.es';
import { modelServerEn } from './model-server.en';
import { modelServerEs } from './model-server.es';
import { numbersEn } from './numbers.en';
import { numbersEs } from './numbers.es';
import { ledgerPagesEn } from './ledger-pages.en';
import { ledgerPagesEs } from './ledger-pages.es';
import { outletPagesEn } from './outlet-pages.en';
import { outletPagesEs } from './outlet-pages.es';
import { ratesEn } from './rates.en';
import { ratesEs } from './rates.es';
import { revenueEn } from './revenue.en';
import { revenueEs } from './revenue.es';
import { sendingEn } from './sending.en';
import { sendingEs } from './sending.es';
import { templatePagesEn } from './template-pages.en';
import { templatePagesEs } from './template-pages.es';
import { twoFactorEn } from './two-factor.en';
import { twoFactorEs } from './two-factor.es';
import { brandingPageEn } from './branding-page.en';
import { brandingPageEs } from './branding-page.es';
import { assistantPageEn } from './assistant-page.en';
import { assistantPageEs } from './assistant-page.es';
import { accountPageEn } from './account-page.en';
import { accountPageEs } from './account-page.es';
import { auditPageEn } from './audit-page.en';
import { auditPageEs } from './audit-page.es';
import { keysPageEn } from './keys-page.en';
import { keysPageEs } from './keys-page.es';
import { campaignsEn } from './campaigns.en';
import { campaignsEs } from './campaigns.es';
import { webhookPagesEn } from './webhook-pages.en';
import { webhookPagesEs } from './webhook-pages.es';
import { orderMessagesEn } from './order-messages.en';
import { orderMessagesEs } from './order-messages.es';
import { shopsEn } from './shops.en';
import { shopsEs } from './shops.es';

/** The one that comes with the first page, and those that come with the pages that show them. */
const ALL: Record<string, Record<'en' | 'es', Record<string, string>>> = {
  first: { en, es },
  audit: { en: auditEn, es: auditEs },
  catalogue: { en: catalogueEn, es: catalogueEs },
  golden: { en: goldenEn, es: goldenEs },
  modelServer: { en: modelServerEn, es: modelServerEs },
  help: { en: helpEn, es: helpEs },
  numbers: { en: numbersEn, es: numbersEs },
  ledgerPages: { en: ledgerPagesEn, es: ledgerPagesEs },
  outletPages: { en: outletPagesEn, es: outletPagesEs },
  rates: { en: ratesEn, es: ratesEs },
  orderMessages: { en: orderMessagesEn, es: orderMessagesEs },
  shops: { en: shopsEn, es: shopsEs },
  revenue: { en: revenueEn, es: revenueEs },
  sending: { en: sendingEn, es: sendingEs },
  templatePages: { en: templatePagesEn, es: templatePagesEs },
  brandingPage: { en: brandingPageEn, es: brandingPageEs },
  assistantPage: { en: assistantPageEn, es: assistantPageEs },
  accountPage: { en: accountPageEn, es: accountPageEs },
  auditPage: { en: auditPageEn, es: auditPageEs },
  keysPage: { en: keysPageEn, es: keysPageEs },
  campaigns: { en: campaignsEn, es: campaignsEs },
  webhookPages: { en: webhookPagesEn, es: webhookPagesEs },
  twoFactor: { en: twoFactorEn, es: twoFactorEs },
};

const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

describe('the dictionaries', () => {
  it.each(Object.entries(ALL))('fill the same values in every language: %s', (_, texts) => {
    const different = Object.keys(texts.en).filter((key) => names(texts.en[key]!).join() !== names(texts.es[key] ?? '').join());
    expect(different).toEqual([]);
    expect(Object.keys(texts.es).sort()).toEqual(Object.keys(texts.en).sort());
  });

  it.each(Object.entries(ALL))('leave no text empty: %s', (_, texts) => {
    expect([...Object.entries(texts.en), ...Object.entries(texts.es)].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('show a value as it is, whatever it holds', () => {
    expect(fill('Hello {name}, {other}', { name: '$& {other}' })).toBe('Hello $& {other}, {other}');
  });
});
