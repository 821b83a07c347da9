import { Cpu, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { Card, EmptyState, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { ModelPriceForm } from './model-price-form';
import { todayInUtc, useActive } from './use-active';
import { useRatesTexts } from './use-rates-texts';

type Price = Schemas['ModelRateDto'];

/** What the tokens of models cost, each from a day on. */
export function ModelPrices() {
  const { t, date } = useWords();
  const r = useRatesTexts();
  const active = useActive(todayInUtc());
  const [edited, setEdited] = useState<Price | 'new'>();
  if (active.isPending) return <SkeletonRows rows={3} />;
  if (!active.data) return <ProblemNote problem={active.error} retry={() => active.refetch()} />;
  const add = (
    <Button size="small" onClick={() => setEdited('new')}>
      <Plus aria-hidden />
      {r('rates.addModel')}
    </Button>
  );
  return (
    <Card title={r('rates.models')} actions={add}>
      <p className="mb-4 max-w-2xl text-muted">{r('rates.modelsText')}</p>
      {active.data.models.length === 0 ? (
        <EmptyState icon={Cpu} title={r('rates.modelsNone')} text={r('rates.modelsNoneText')} />
      ) : (
        <Table<Price>
          label={r('rates.models')}
          rows={active.data.models}
          rowKey={({ model, currency }) => `${model} ${currency}`}
          columns={[
            {
              key: 'model',
              title: r('rates.model'),
              main: true,
              cell: ({ model }) => <span className="font-medium break-words">{model}</span>,
            },
            { key: 'prompt', title: r('rates.prompt'), end: true, cell: ({ prompt, currency }) => `${prompt} ${currency}` },
            { key: 'completion', title: r('rates.completion'), end: true, cell: ({ completion, currency }) => `${completion} ${currency}` },
            { key: 'from', title: r('rates.from'), cell: ({ effectiveFrom }) => date(`${effectiveFrom}T12:00:00`, 'day') },
            { key: 'source', title: r('rates.source'), cell: ({ source }) => <span className="break-words">{source}</span> },
            {
              key: 'actions',
              title: t('column.actions'),
              actions: true,
              cell: (price) => (
                <Button
                  variant="ghost"
                  size="small"
                  aria-label={r('rates.changeModelName', { model: price.model })}
                  onClick={() => setEdited(price)}
                >
                  {r('rates.changeModel')}
                </Button>
              ),
            },
          ]}
        />
      )}
      <Dialog open={edited !== undefined} onClose={() => setEdited(undefined)} title={r('rates.modelTitle')}>
        {edited && <ModelPriceForm {...(edited === 'new' ? {} : { before: edited })} onClose={() => setEdited(undefined)} />}
      </Dialog>
    </Card>
  );
}
