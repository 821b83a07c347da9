import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { DialogActions } from '../../components/dialog';
import { TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { todayInUtc } from './use-active';
import { useRatesTexts } from './use-rates-texts';

const ROW = ['model', 'currency', 'prompt', 'completion'] as const;

/** A price of a model from a day on: an import of one row. */
export function ModelPriceForm({ before, onClose }: { before?: Schemas['ModelRateDto']; onClose: () => void }) {
  const { t, date } = useWords();
  const r = useRatesTexts();
  const say = useToast();
  const queries = useQueryClient();
  const [row, setRow] = useState({
    model: before?.model ?? '',
    currency: before?.currency ?? 'USD',
    prompt: before?.prompt ?? '',
    completion: before?.completion ?? '0',
  });
  const [effectiveFrom, setFrom] = useState(todayInUtc);
  const [source, setSource] = useState(before?.source ?? '');
  const form = useForm([...ROW.map((field) => `models.0.${field}`), 'source', 'effectiveFrom'], async () => {
    const model = { ...row, currency: row.currency.trim().toUpperCase() };
    await unwrap(
      api.POST('/api/v1/billing/rate-cards', {
        body: { name: `${row.model}, ${effectiveFrom}`.slice(0, 100), source, effectiveFrom, models: [model] },
      }),
    );
    await queries.invalidateQueries({ queryKey: ['rates'] });
    say(() => r('rates.modelSaved', { model: row.model, date: date(`${effectiveFrom}T12:00:00`, 'day') }));
    onClose();
  });
  return (
    <Form state={form}>
      <TextField
        label={r('rates.model')}
        maxLength={100}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        readOnly={before !== undefined}
        value={row.model}
        onValue={(model) => setRow({ ...row, model })}
        error={form.error('models.0.model')}
      />
      <div className="grid gap-3 sm:grid-cols-3">
        <TextField
          label={r('rates.currency')}
          maxLength={3}
          autoCapitalize="characters"
          autoComplete="off"
          value={row.currency}
          onValue={(currency) => setRow({ ...row, currency })}
          error={form.error('models.0.currency')}
        />
        {(['prompt', 'completion'] as const).map((each) => (
          <TextField
            key={each}
            label={r(`rates.${each}`)}
            inputMode="decimal"
            autoComplete="off"
            placeholder="0.15"
            value={row[each]}
            onValue={(value) => setRow({ ...row, [each]: value })}
            error={form.error(`models.0.${each}`)}
          />
        ))}
      </div>
      <TextField
        label={r('rates.firstDay')}
        hint={r('rates.firstDayHint')}
        type="date"
        value={effectiveFrom}
        onValue={setFrom}
        error={form.error('effectiveFrom')}
      />
      <TextField
        label={r('rates.source')}
        hint={r('rates.sourceHint')}
        maxLength={300}
        autoComplete="off"
        value={source}
        onValue={setSource}
        error={form.error('source')}
      />
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={form.busy}>
          {r('rates.save')}
        </Button>
      </DialogActions>
    </Form>
  );
}
