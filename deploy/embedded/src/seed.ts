import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoNumbers } from './demo-numbers.js';
import { seedOrders } from './demo-orders.js';
import { DEMO_TENANTS, demoLogins, type DemoTenant } from './demo-tenants.js';
import { PlatformApi, until } from './platform-api.js';
import { PROJECT_ROOT } from '#local-servers/project-root.js';
import { replaceFile } from '#local-servers/replace-file.js';
import { superadmin, type Secrets } from './secrets.js';

/** What seeding gets. It runs after every start, before the ready line, with all services up. */
export interface SeedContext {
  gatewayUrl: string;
  /** Undefined when the simulator is left out. */
  simulatorUrl: string | undefined;
  /** Base URL of every service by name. */
  serviceUrls: Readonly<Record<string, string>>;
  /** Absolute. */
  dataDir: string;
  /** Where demo.json belongs. */
  demoFile: string;
  /** The database as its owner. */
  ownerUrl: string;
  natsUrl: string;
  /** `derive` gives the same demo password in every run of this DATA_DIR. */
  secrets: Secrets;
  log(line: string): void;
}

interface Listed<T> {
  items: T[];
}

/**
 * Makes the demo tenants through the public REST interface and writes `demo.json`, once. Every step looks first whether it was
 * done, so a start that was killed halfway is completed by the next.
 */
export async function seed(context: SeedContext): Promise<void> {
  if (existsSync(context.demoFile)) return;
  const admin = superadmin(context.secrets);
  const api = await PlatformApi.signIn(context.gatewayUrl, admin.email, admin.password);
  await seedRates(api);
  await seedPrices(api);
  const tenants = [];
  for (const demo of DEMO_TENANTS) tenants.push(await seedTenant(context, api, demo));
  const { whatsappAppSecret: appSecret, whatsappVerifyToken: verifyToken } = context.secrets;
  replaceFile(
    context.demoFile,
    `${JSON.stringify({ superadmin: admin, whatsapp: { appSecret, verifyToken }, tenants }, null, 2)}\n`,
    0o600,
  );
  context.log(`✓ Demo tenants ${DEMO_TENANTS.map((tenant) => tenant.slug).join(' and ')}`);
}

/** Prices that are clearly nobody's, so that the demo shows what a message would cost. */
async function seedRates(platform: PlatformApi): Promise<void> {
  const { items } = await platform.get<Listed<unknown>>('/billing/rate-cards?limit=1');
  if (items.length > 0) return;
  await platform.post('/billing/rate-cards', JSON.parse(readFileSync(join(PROJECT_ROOT, 'deploy/embedded/demo/rate-card.json'), 'utf8')));
}

/** What plans cost in the demo, where nobody pays: examples, so that one can be bought. */
async function seedPrices(platform: PlatformApi): Promise<void> {
  const { items } = await platform.get<Listed<{ name: string; price: object | null }>>('/billing/plans');
  for (const [name, amountMinor] of [
    ['starter', 1_900],
    ['growth', 4_900],
  ] as const) {
    const isPriced = items.some((plan) => plan.name === name && plan.price !== null);
    if (!isPriced) await platform.put(`/billing/plans/${name}`, { limits: {}, price: { amountMinor, currency: 'USD' } });
  }
}

async function seedTenant(context: SeedContext, platform: PlatformApi, demo: DemoTenant): Promise<object> {
  const { secrets } = context;
  const known = await platform.get<Listed<{ id: string; slug: string }>>('/tenants?limit=200');
  const tenant =
    known.items.find((candidate) => candidate.slug === demo.slug) ??
    (await platform.post<{ id: string }>('/tenants', { name: demo.name, slug: demo.slug }));
  const api = platform.inTenant(tenant.id);
  await api.put(`/tenants/${tenant.id}/llm-config`, { language: demo.language, tone: 'friendly' });

  const members = await api.get<Listed<{ email: string }>>(`/tenants/${tenant.id}/users?limit=200`);
  const users = demoLogins(secrets)
    .filter(({ company }) => company === demo.name)
    .map(({ company: _company, ...user }) => user);
  for (const user of users) {
    if (members.items.some((member) => member.email === user.email)) continue;
    await api.post(`/tenants/${tenant.id}/users`, { ...user, name: demo.people[user.role] });
  }

  const outlets = [];
  const existing = await api.get<Listed<{ id: string; phoneNumberId: string }>>('/outlets?limit=200');
  for (const { accessToken, phoneNumberId, wabaId, displayPhoneNumber } of demoNumbers(secrets).filter(
    (number) => number.tenant === demo.slug,
  )) {
    const outlet = { name: demo.name, phoneNumberId, wabaId, displayPhoneNumber };
    const { id } =
      existing.items.find((candidate) => candidate.phoneNumberId === phoneNumberId) ??
      (await api.post<{ id: string }>('/outlets', { ...outlet, accessToken }));
    // Its templates, so that one-time codes can leave at once: an installation reads them when somebody asks.
    await api.post('/templates/sync', { outletId: id });
    outlets.push({ id, ...outlet, accessToken });
  }

  // Whoever tries the product out is not stopped by a limit.
  await platform.put(`/billing/tenants/${tenant.id}/subscription`, { plan: 'enterprise' });
  if (demo.hasShop) await seedOrders(api, context.gatewayUrl, secrets.derive(`shop:${demo.slug}`, 32));
  const knowledgeBase = await seedKnowledge(api, demo);
  // Whoever tries the product out, by hand or by a test that polls, should meet the most generous limit.
  const demoKey = { name: 'Demo', scopes: ['*'], rateLimitPerHour: 1_000_000 };
  const { key } = await api.post<{ key: string }>(`/tenants/${tenant.id}/api-keys`, demoKey);
  return { id: tenant.id, slug: demo.slug, name: demo.name, apiKey: key, users, outlets, knowledgeBases: [knowledgeBase] };
}

async function seedKnowledge(api: PlatformApi, demo: DemoTenant): Promise<object> {
  const bases = await api.get<Listed<{ id: string; name: string }>>('/knowledge-bases?limit=200');
  const base =
    bases.items.find((candidate) => candidate.name === demo.knowledgeBase) ??
    (await api.post<{ id: string }>('/knowledge-bases', { name: demo.knowledgeBase, language: demo.language }));
  const documents = await api.get<Listed<{ id: string }>>(`/knowledge-bases/${base.id}/documents?limit=200`);
  const document =
    documents.items[0] ??
    (await api.post<{ id: string }>(`/knowledge-bases/${base.id}/documents`, {
      title: `${demo.name} ${demo.knowledgeBase.toLowerCase()}`,
      contentType: 'text/markdown',
      content: readFileSync(join(PROJECT_ROOT, 'deploy/embedded/demo', `${demo.slug}.md`), 'utf8'),
    }));
  await until(async () => {
    const { status, error } = await api.get<{ status: string; error?: unknown }>(`/documents/${document.id}`);
    if (status === 'failed') throw new Error(`the demo knowledge of ${demo.slug} could not be processed: ${JSON.stringify(error)}`);
    return status === 'ready' || undefined;
  }, `processing the knowledge of ${demo.slug}`);
  await api.post(`/knowledge-bases/${base.id}/publish`);
  return { id: base.id, name: demo.knowledgeBase, examples: demo.examples };
}
