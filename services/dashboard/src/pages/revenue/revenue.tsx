import { useParams } from 'react-router';
import { PageHeader } from '../../components/layout';
import { Tabs } from '../../components/tabs';
import { useWords } from '../../i18n/i18n';
import { DepositList } from './deposit-list';
import { MarginList } from './margin-list';
import { Months } from './months';
import { NearLimitList } from './near-limit-list';
import { useRevenueTexts } from './use-revenue-texts';

const PARTS = { months: Months, near: NearLimitList, margins: MarginList, deposits: DepositList } as const;
type Part = keyof typeof PARTS;
const NAMES = Object.keys(PARTS) as Part[];

/** What the installation earns; for superadmins. */
export function RevenuePage() {
  const { t } = useWords();
  const r = useRevenueTexts();
  const { part } = useParams();
  const chosen = NAMES.find((each) => each === part) ?? 'months';
  const Content = PARTS[chosen];
  return (
    <>
      <PageHeader title={t('nav.revenue')} text={r('revenue.text')} />
      <Tabs
        label={t('nav.revenue')}
        parts={NAMES}
        chosen={chosen}
        to={(each) => `/revenue/${each}`}
        name={(each) => r(`revenue.part.${each}`)}
      />
      <Content />
    </>
  );
}
