import { useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { DialogActions } from '../../components/dialog';
import { TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { usePlanTexts } from '../plan/use-plan-texts';
import { FEATURES, METERS, PRICED_METERS, toChange, toValues, type OverageRow, type PlanValues } from './plan-values';
import { useCatalogueTexts } from './use-catalogue-texts';

const FIELDS = [
  ...METERS.map((meter) => `limits.${meter}`),
  'price.amountMinor',
  'price.currency',
  'trialDays',
  'overage.messages',
  'overage.aiReplies',
];
const UNITS = { messages: 'catalogue.message', aiReplies: 'catalogue.answer' } as const;

/** Makes the next version of a plan from the present one. */
export function PlanForm({ plan, onClose }: { plan: Schemas['PlanDto']; onClose: () => void }) {
  const { t } = useWords();
  const c = useCatalogueTexts();
  const p = usePlanTexts();
  const say = useToast();
  const queries = useQueryClient();
  const [values, setValues] = useState<PlanValues>(() => toValues(plan));
  const set = (changes: Partial<PlanValues>): void => setValues((before) => ({ ...before, ...changes }));
  const setRow = (place: number, changes: Partial<OverageRow>): void =>
    set({ overage: values.overage.map((row, index) => (index === place ? { ...row, ...changes } : row)) });
  const form = useForm(FIELDS, async () => {
    const made = await unwrap(api.PUT('/api/v1/billing/plans/{name}', { params: { path: { name: plan.name } }, body: toChange(values) }));
    await queries.invalidateQueries({ queryKey: ['plans'] });
    say(() => c('catalogue.saved', { plan: t(`plan.${plan.name}`), version: made.version }));
    onClose();
  });
  return (
    <Form state={form}>
      <fieldset>
        <legend className="font-medium">{c('catalogue.limits')}</legend>
        <p className="mb-2 text-sm text-muted">{c('catalogue.limitsHint')}</p>
        <div className="grid gap-3 sm:grid-cols-2">
          {METERS.map((meter) => (
            <TextField
              key={meter}
              label={p(`plan.meter.${meter}`)}
              optional
              inputMode="numeric"
              autoComplete="off"
              value={values.limits[meter]}
              onValue={(value) => set({ limits: { ...values.limits, [meter]: value } })}
              error={form.error(`limits.${meter}`)}
            />
          ))}
        </div>
      </fieldset>
      <div className="grid gap-3 sm:grid-cols-3">
        <TextField
          label={c('catalogue.priceField')}
          hint={c('catalogue.priceHint')}
          optional
          inputMode="decimal"
          autoComplete="off"
          value={values.price}
          onValue={(price) => set({ price })}
          error={form.error('price.amountMinor')}
        />
        <TextField
          label={c('catalogue.currency')}
          optional={values.price.trim() === ''}
          maxLength={3}
          autoCapitalize="characters"
          autoComplete="off"
          placeholder="USD"
          value={values.currency}
          onValue={(currency) => set({ currency })}
          error={form.error('price.currency')}
        />
        <TextField
          label={c('catalogue.trialField')}
          hint={c('catalogue.trialHint')}
          optional
          inputMode="numeric"
          autoComplete="off"
          value={values.trialDays}
          onValue={(trialDays) => set({ trialDays })}
          error={form.error('trialDays')}
        />
      </div>
      <fieldset>
        <legend className="mb-1 font-medium">{c('catalogue.features')}</legend>
        {FEATURES.map((feature) => (
          <label key={feature} className="flex min-h-9 items-center gap-2.5">
            <input
              type="checkbox"
              className="size-4.5 accent-brand"
              checked={values.features[feature]}
              onChange={(event) => set({ features: { ...values.features, [feature]: event.target.checked } })}
            />
            {c(`catalogue.feature.${feature}`)}
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend className="font-medium">{c('catalogue.overage')}</legend>
        <p className="mb-2 text-sm text-muted">{c('catalogue.overageHint')}</p>
        <div className="grid gap-3">
          {values.overage.map((row, place) => (
            // Rows are told apart by their place: a currency is being typed.
            <div key={place} className="grid grid-cols-[1fr_1fr_1fr_auto] items-end gap-2">
              <TextField
                label={c('catalogue.currency')}
                maxLength={3}
                autoCapitalize="characters"
                autoComplete="off"
                value={row.currency}
                onValue={(currency) => setRow(place, { currency })}
              />
              {PRICED_METERS.map((meter) => (
                <TextField
                  key={meter}
                  label={c(UNITS[meter])}
                  required={false}
                  inputMode="decimal"
                  autoComplete="off"
                  value={row[meter]}
                  onValue={(value) => setRow(place, { [meter]: value })}
                />
              ))}
              <Button
                variant="quiet"
                size="icon"
                aria-label={c('catalogue.removeCurrency', { currency: row.currency })}
                onClick={() => set({ overage: values.overage.filter((_, index) => index !== place) })}
              >
                <Trash2 aria-hidden />
              </Button>
            </div>
          ))}
          {PRICED_METERS.map((meter) => {
            const error = form.error(`overage.${meter}`);
            return error ? (
              <p key={meter} className="text-sm font-medium text-bad" data-field-error>
                {`${c(UNITS[meter])}: ${error}`}
              </p>
            ) : null;
          })}
          <Button
            variant="secondary"
            size="small"
            className="justify-self-start"
            onClick={() => set({ overage: [...values.overage, { currency: '', messages: '', aiReplies: '' }] })}
          >
            <Plus aria-hidden />
            {c('catalogue.addCurrency')}
          </Button>
        </div>
      </fieldset>
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={form.busy}>
          {c('catalogue.save')}
        </Button>
      </DialogActions>
    </Form>
  );
}
