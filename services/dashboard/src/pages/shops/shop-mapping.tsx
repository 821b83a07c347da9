import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { TextArea, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card } from '../../components/layout';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { OrderBadge } from '../orders/order-badge';
import { draftOf, mappingOf, NEEDED, PATHS } from './mapping-draft';
import type { Shop } from './shop-health';
import { useShopTexts } from './use-shop-texts';

type Trial = Schemas['MappingTrialDto'];

/** Where the fields are in what another system sends, and what becomes of a body under it. */
export function ShopMapping({ shop, changed }: { shop: Shop; changed: (now: Shop) => void }) {
  const s = useShopTexts();
  const say = useToast();
  const [draft, setDraft] = useState(() => draftOf(shop.mapping));
  const [body, setBody] = useState('');
  const [trial, setTrial] = useState<Trial>();
  const mapping = mappingOf(draft);
  const fields = [...PATHS, 'statuses'].map((field) => `mapping.${field}`);
  const save = useForm(fields, async () => {
    if (!mapping) return;
    changed(await unwrap(api.PUT('/api/v1/commerce/connections/{id}', { params: { path: { id: shop.id } }, body: { mapping } })));
    say(() => s('shops.saved'));
  });
  const attempt = useForm([...fields, 'body'], async () => {
    if (mapping) setTrial(await unwrap(api.POST('/api/v1/commerce/connections/mapping-trials', { body: { mapping, body } })));
  });
  const statusesWrong = mapping ? undefined : s('shops.statusesWrong');
  return (
    <Card title={s('shops.mapping')}>
      <p className="mb-4 max-w-3xl text-muted">{s('shops.mappingText')}</p>
      <div className="grid gap-6 lg:grid-cols-[3fr_2fr]">
        <Form state={save}>
          <div className="grid gap-4 sm:grid-cols-2">
            {PATHS.map((path) => (
              <TextField
                key={path}
                label={s(`shops.map.${path}`)}
                value={draft[path]}
                onValue={(value) => setDraft((before) => ({ ...before, [path]: value }))}
                error={save.error(`mapping.${path}`) ?? attempt.error(`mapping.${path}`)}
                optional={!NEEDED.includes(path)}
                maxLength={300}
                mono
              />
            ))}
          </div>
          <TextArea
            label={s('shops.statuses')}
            hint={s('shops.statusesText')}
            value={draft.statuses}
            onValue={(value) => setDraft((before) => ({ ...before, statuses: value }))}
            error={statusesWrong ?? save.error('mapping.statuses')}
            rows={4}
            optional
          />
          <div className="flex justify-end">
            <Button type="submit" busy={save.busy} disabled={!mapping}>
              {s('shops.saveMapping')}
            </Button>
          </div>
        </Form>
        <Form state={attempt} className="grid content-start gap-4">
          <h3 className="font-semibold">{s('shops.tryTitle')}</h3>
          <TextArea
            label={s('shops.tryBody')}
            hint={s('shops.tryText')}
            value={body}
            onValue={setBody}
            error={attempt.error('body')}
            rows={10}
            maxLength={200_000}
          />
          <div>
            <Button type="submit" variant="secondary" busy={attempt.busy} disabled={!mapping}>
              {s('shops.try')}
            </Button>
          </div>
          <div aria-live="polite">{trial && <Tried trial={trial} />}</div>
        </Form>
      </div>
    </Card>
  );
}

function Tried({ trial: { order, problem } }: { trial: Trial }) {
  const { number } = useWords();
  const s = useShopTexts();
  const money = useMinorMoney();
  if (!order) {
    return (
      <div className="rounded-lg bg-warn-soft p-3 text-warn">
        <p className="font-medium">{s('shops.tryNothing')}</p>
        <p className="break-words">{problem}</p>
      </div>
    );
  }
  const { currency } = order;
  const facts = [
    ['shops.map.number', order.orderNumber],
    ['shops.map.total', money({ amountMinor: order.totalMinor, currency })],
    ['shops.map.phone', order.phone],
    ['shops.map.customerName', order.customerName],
    ['shops.map.trackingNumber', order.trackingNumber],
    ['shops.map.trackingUrl', order.trackingUrl],
  ] as const;
  return (
    <div className="rounded-lg border border-line p-3">
      <p className="mb-2 flex flex-wrap items-center gap-2 font-medium">
        {s('shops.tryOrder')}
        <OrderBadge status={order.status} />
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {facts.map(
          ([key, value]) =>
            value && (
              <div key={key} className="contents">
                <dt className="text-muted">{s(key)}</dt>
                <dd className="break-words">{value}</dd>
              </div>
            ),
        )}
      </dl>
      {order.items.length > 0 && (
        <ul aria-label={s('shops.items')} className="mt-2 border-t border-line pt-2">
          {order.items.map((item, at) => (
            <li key={at} className="flex justify-between gap-3">
              <span className="break-words">
                {number(item.quantity)} × {item.name}
              </span>
              <span className="shrink-0">{money({ amountMinor: item.unitPriceMinor, currency })}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
