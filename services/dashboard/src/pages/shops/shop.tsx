import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { Confirm } from '../../components/dialog';
import { TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card, PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { ShopChecks } from './shop-checks';
import { ShopEvents } from './shop-events';
import { ShopBadge, ShopHealth, type Shop } from './shop-health';
import { ShopMapping } from './shop-mapping';
import { ShopSteps } from './shop-secret';
import { ShopSecrets } from './shop-secrets';
import { useShopTexts } from './use-shop-texts';

const AGAIN_MS = 10_000;

/** One connection: how it does, what it told, and everything that can be done about it. */
export function ShopPage() {
  const { t } = useWords();
  const s = useShopTexts();
  const { id = '' } = useParams();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const key = ['shops', tenantId, id];
  const shop = useQuery({
    queryKey: key,
    queryFn: () => unwrap(api.GET('/api/v1/commerce/connections/{id}', { params: { path: { id } } })),
    refetchInterval: AGAIN_MS,
  });
  return (
    <>
      <Link to="/orders/shops" className="mb-3 inline-flex items-center gap-1.5 text-sm text-muted hover:text-ink">
        <ArrowLeft className="size-4" aria-hidden />
        {t('nav.shops')}
      </Link>
      {shop.data ? (
        <Shown shop={shop.data} changed={(now) => queries.setQueryData(key, now)} />
      ) : (
        <>
          <PageHeader title={s('shops.shop')} />
          <div className="card">
            {shop.isPending ? (
              <SkeletonRows />
            ) : (
              <div className="p-4">
                <ProblemNote problem={shop.error} retry={() => shop.refetch()} />
              </div>
            )}
          </div>
        </>
      )}
    </>
  );
}

function Shown({ shop, changed }: { shop: Shop; changed: (now: Shop) => void }) {
  const s = useShopTexts();
  const say = useToast();
  const goTo = useNavigate();
  const [leaving, setLeaving] = useState(false);
  const [busy, setBusy] = useState(false);
  const params = { path: { id: shop.id } };
  const turn = async (): Promise<void> => {
    setBusy(true);
    try {
      changed(await unwrap(api.PUT('/api/v1/commerce/connections/{id}', { params, body: { enabled: !shop.enabled } })));
      say(() => s(shop.enabled ? 'shops.switchedOff' : 'shops.switchedOn'));
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <PageHeader
        title={shop.name}
        text={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <ShopBadge shop={shop} />
            <span>{s(`shops.platform.${shop.platform}`)}</span>
            {shop.storeUrl && <span className="break-all">{shop.storeUrl}</span>}
          </span>
        }
        actions={
          <>
            <Button variant="secondary" busy={busy} onClick={() => void turn()}>
              {s(shop.enabled ? 'shops.switchOff' : 'shops.switchOn')}
            </Button>
            <Button variant="quiet" onClick={() => setLeaving(true)}>
              {s('shops.disconnect')}
            </Button>
          </>
        }
      />
      <div className="grid gap-4">
        <Card title={s('shops.health')}>
          <ShopHealth shop={shop} />
        </Card>
        <div className="grid gap-4 lg:grid-cols-2">
          <div className="grid content-start gap-4">
            <ShopSecrets shop={shop} changed={changed} />
            <Card>
              <ShopSteps platform={shop.platform} />
            </Card>
          </div>
          <div className="grid content-start gap-4">
            <ShopSettings shop={shop} changed={changed} />
            <ShopChecks shop={shop} changed={changed} />
          </div>
        </div>
        {shop.platform === 'generic' && <ShopMapping shop={shop} changed={changed} />}
        <ShopEvents shopId={shop.id} />
      </div>
      <Confirm
        open={leaving}
        onClose={() => setLeaving(false)}
        title={s('shops.disconnectTitle', { name: shop.name })}
        text={s('shops.disconnectText')}
        action={s('shops.disconnect')}
        run={async () => {
          await unwrap(api.DELETE('/api/v1/commerce/connections/{id}', { params }));
          say(() => s('shops.disconnected'));
          void goTo('/orders/shops');
        }}
      />
    </>
  );
}

function ShopSettings({ shop, changed }: { shop: Shop; changed: (now: Shop) => void }) {
  const s = useShopTexts();
  const say = useToast();
  const [values, setValues] = useState({
    name: shop.name,
    storeUrl: shop.storeUrl ?? '',
    country: shop.country ?? '',
    minutes: String(shop.abandonAfterMinutes ?? ''),
  });
  const set = (field: keyof typeof values) => (value: string) => setValues((before) => ({ ...before, [field]: value }));
  const form = useForm(['name', 'storeUrl', 'country', 'abandonAfterMinutes'], async () => {
    const body = {
      name: values.name.trim(),
      storeUrl: values.storeUrl.trim() || null,
      country: values.country.trim().toUpperCase() || null,
      ...(shop.platform === 'shopify' ? { abandonAfterMinutes: values.minutes === '' ? null : Number(values.minutes) } : {}),
    };
    changed(await unwrap(api.PUT('/api/v1/commerce/connections/{id}', { params: { path: { id: shop.id } }, body })));
    say(() => s('shops.saved'));
  });
  return (
    <Card title={s('shops.settings')}>
      <Form state={form}>
        <TextField label={s('shops.name')} value={values.name} onValue={set('name')} error={form.error('name')} maxLength={200} />
        <TextField
          label={s('shops.storeUrl')}
          type="url"
          value={values.storeUrl}
          onValue={set('storeUrl')}
          error={form.error('storeUrl')}
          maxLength={500}
          optional
        />
        <TextField
          label={s('shops.country')}
          hint={s('shops.countryText')}
          value={values.country}
          onValue={set('country')}
          error={form.error('country')}
          maxLength={2}
          optional
        />
        {shop.platform === 'shopify' && (
          <TextField
            label={s('shops.abandonAfter')}
            hint={s('shops.abandonAfterText')}
            type="number"
            min={10}
            max={10_080}
            value={values.minutes}
            onValue={set('minutes')}
            error={form.error('abandonAfterMinutes')}
            optional
          />
        )}
        <div className="flex justify-end">
          <Button type="submit" busy={form.busy}>
            {s('shops.save')}
          </Button>
        </div>
      </Form>
    </Card>
  );
}
