import { Upload } from 'lucide-react';
import { useState } from 'react';
import { useParams } from 'react-router';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { PageHeader } from '../../components/layout';
import { Tabs } from '../../components/tabs';
import { useWords } from '../../i18n/i18n';
import { ActiveRates } from './active-rates';
import { ImportCard } from './import-card';
import { ImportList } from './import-list';
import { ModelPrices } from './model-prices';
import { useRatesTexts } from './use-rates-texts';

const PARTS = { active: ActiveRates, models: ModelPrices, imports: ImportList } as const;
type Part = keyof typeof PARTS;
const NAMES = Object.keys(PARTS) as Part[];

/** What WhatsApp and models charge; for superadmins. */
export function RatesPage() {
  const { t } = useWords();
  const r = useRatesTexts();
  const { part } = useParams();
  const [importing, setImporting] = useState(false);
  const chosen = NAMES.find((each) => each === part) ?? 'active';
  const Content = PARTS[chosen];
  return (
    <>
      <PageHeader
        title={t('nav.rates')}
        text={r('rates.text')}
        actions={
          <Button onClick={() => setImporting(true)}>
            <Upload aria-hidden />
            {r('rates.import')}
          </Button>
        }
      />
      <Tabs label={t('nav.rates')} parts={NAMES} chosen={chosen} to={(each) => `/rates/${each}`} name={(each) => r(`rates.part.${each}`)} />
      <Content />
      <Dialog open={importing} onClose={() => setImporting(false)} title={r('rates.importTitle')} description={r('rates.importText')}>
        <ImportCard onClose={() => setImporting(false)} />
      </Dialog>
    </>
  );
}
