import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card } from '../../components/layout';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useMoney } from '../../i18n/use-money';
import { useCampaignTexts } from './use-campaign-texts';

type Forecast = Schemas['CampaignForecastDto'];

/** What would leave now, and what it would cost. */
export function CampaignForecast({ id }: { id: string }) {
  const text = useCampaignTexts();
  const [forecast, setForecast] = useState<Forecast>();
  const form = useForm([], async () => {
    setForecast(await unwrap(api.POST('/api/v1/campaigns/{id}/forecast', { params: { path: { id } } })));
  });
  return (
    <Card title={text('forecast')}>
      <Form state={form}>
        <p className="text-muted">{text('forecastText')}</p>
        {forecast && <Told forecast={forecast} />}
        <div>
          <Button type="submit" variant="secondary" busy={form.busy}>
            {text('forecastRun')}
          </Button>
        </div>
      </Form>
    </Card>
  );
}

function Told({ forecast: { audience, heldOut, sample, messages, refusals, cost } }: { forecast: Forecast }) {
  const text = useCampaignTexts();
  const { number, language } = useWords();
  const money = useMoney();
  const range = (low: string, high: string) => (low === high ? low : text('range', { low, high }));
  const facts = [
    [text('audience'), number(audience)],
    [text('heldOut'), number(heldOut)],
    [text('forecastSample'), number(sample)],
    [text('forecastMessages'), range(number(messages.low), number(messages.high))],
    [text('forecastCost'), cost ? range(money(cost.lowMicros, cost.currency), money(cost.highMicros, cost.currency)) : text('noCost')],
  ] as const;
  return (
    <div role="status" className="grid gap-3">
      <dl className="grid gap-1.5">
        {facts.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-4">
            <dt className="text-muted">{name}</dt>
            <dd className="text-right font-medium tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {refusals.length > 0 && (
        <div>
          <h3 className="mb-1 text-sm font-medium">{text('refusals')}</h3>
          <ul className="grid gap-1 text-sm">
            {refusals.map(({ code, share }) => (
              <li key={code} className="flex justify-between gap-4">
                <code>{code}</code>
                <span className="tabular-nums">{new Intl.NumberFormat(language, { style: 'percent' }).format(share)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

/** The message to one number, before everybody gets it. */
export function CampaignTest({ id }: { id: string }) {
  const text = useCampaignTexts();
  const say = useToast();
  const [to, setTo] = useState('');
  const form = useForm(['to'], async () => {
    await unwrap(api.POST('/api/v1/campaigns/{id}/test', { params: { path: { id } }, body: { to: to.trim() } }));
    say(() => text('testSent'));
  });
  return (
    <Card title={text('test')}>
      <Form state={form}>
        <p className="text-muted">{text('testText')}</p>
        <TextField
          label={text('testTo')}
          type="tel"
          autoComplete="off"
          maxLength={40}
          placeholder="+16505551234"
          value={to}
          onValue={setTo}
          error={form.error('to')}
        />
        <div>
          <Button type="submit" variant="secondary" busy={form.busy}>
            {text('testSend')}
          </Button>
        </div>
      </Form>
    </Card>
  );
}
