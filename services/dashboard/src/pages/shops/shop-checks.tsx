import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { PasswordField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card } from '../../components/layout';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import type { Shop } from './shop-health';
import { useShopTexts } from './use-shop-texts';

/** What each platform's own API asks for. */
const NEEDED = { woocommerce: ['consumerKey', 'consumerSecret'], shopify: ['accessToken'], stripe: ['apiKey'] } as const;
type WithAccess = keyof typeof NEEDED;
type Credential = keyof Schemas['CredentialsBody'];

/** How the shop's own orders are compared with what its webhooks told, and the access that this takes. */
export function ShopChecks({ shop, changed }: { shop: Shop; changed: (now: Shop) => void }) {
  const { date } = useWords();
  const s = useShopTexts();
  const { reconciliation, platform } = shop;
  if (platform === 'generic') return null;
  if (platform === 'stripe') {
    return (
      <Card title={s('shops.payments')}>
        <p className="mb-4 text-muted">{s('shops.paymentsText')}</p>
        <Access shop={shop} platform={platform} changed={changed} />
      </Card>
    );
  }
  return (
    <Card title={s('shops.checks')}>
      <p className="mb-4 text-muted">{s('shops.checksText')}</p>
      {reconciliation && (
        <dl className="mb-4 grid gap-4 sm:grid-cols-3">
          {(
            [
              ['shops.checked', reconciliation.at],
              ['shops.complete', reconciliation.until],
              ['shops.next', reconciliation.nextAt],
            ] as const
          ).map(([key, at]) => (
            <div key={key}>
              <dt className="mb-1 text-sm text-muted">{s(key)}</dt>
              <dd>{at ? <time dateTime={at}>{date(at)}</time> : s('shops.notYet')}</dd>
            </div>
          ))}
        </dl>
      )}
      {reconciliation?.problem && (
        <p className="mb-4 rounded-lg bg-warn-soft p-3 text-warn" role="status">
          {s(`shops.problem.${reconciliation.problem}`)}
        </p>
      )}
      <Access shop={shop} platform={platform} changed={changed} />
    </Card>
  );
}

function Access({ shop, platform, changed }: { shop: Shop; platform: WithAccess; changed: (now: Shop) => void }) {
  const s = useShopTexts();
  const say = useToast();
  const [values, setValues] = useState<Partial<Record<Credential, string>>>({});
  const put = async (credentials: Schemas['CredentialsBody'] | null): Promise<void> => {
    const params = { path: { id: shop.id } };
    changed(await unwrap(api.PUT('/api/v1/commerce/connections/{id}', { params, body: { credentials } })));
    setValues({});
    say(() => s('shops.saved'));
  };
  const form = useForm(
    NEEDED[platform].map((field) => `credentials.${field}`),
    () => put(Object.fromEntries(NEEDED[platform].map((field) => [field, values[field]?.trim() ?? '']))),
  );
  return (
    <Form state={form}>
      <p className="text-sm">{s(accessText(shop))}</p>
      {NEEDED[platform].map((field) => (
        <PasswordField
          key={field}
          label={s(`shops.${field}`)}
          value={values[field] ?? ''}
          onValue={(value) => setValues((before) => ({ ...before, [field]: value }))}
          error={form.error(`credentials.${field}`)}
          autoComplete="off"
        />
      ))}
      <p className="text-sm text-muted">{s(`shops.accessText.${platform}`)}</p>
      <div className="flex flex-wrap justify-end gap-2">
        {shop.hasCredentials && (
          <Button
            variant="quiet"
            onClick={() => void put(null).catch((error: unknown) => say(({ explain }) => explain(toProblem(error)), 'bad'))}
          >
            {s('shops.takeAccess')}
          </Button>
        )}
        <Button type="submit" busy={form.busy}>
          {s('shops.giveAccess')}
        </Button>
      </div>
    </Form>
  );
}

function accessText({ platform, hasCredentials }: Shop) {
  if (platform === 'stripe') return hasCredentials ? 'shops.hasKey' : 'shops.noKey';
  return hasCredentials ? 'shops.hasAccess' : 'shops.noAccess';
}
