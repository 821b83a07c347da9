import { useQuery } from '@tanstack/react-query';
import {
  Activity,
  BellOff,
  BookOpen,
  Bot,
  Building2,
  ChartNoAxesColumn,
  CirclePause,
  ClipboardList,
  Coins,
  Contact,
  FileText,
  Filter,
  Gauge,
  Handshake,
  Inbox,
  KeyRound,
  Layers,
  LayoutDashboard,
  LogOut,
  Megaphone,
  Menu as MenuIcon,
  MessageCircleQuestion,
  MessageSquarePlus,
  MessagesSquare,
  Package,
  Palette,
  Phone,
  ReceiptText,
  RectangleEllipsis,
  ScrollText,
  Settings,
  ShieldCheck,
  UserRound,
  Users,
  Wallet,
  Webhook,
  X,
  type LucideIcon,
} from 'lucide-react';
import { Dialog } from 'radix-ui';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { NavLink, Outlet, useLocation, useMatches, useNavigate, useNavigation } from 'react-router';
import { api, openApi, session, unwrap } from '../api/client';
import { Button } from '../components/button';
import { cn } from '../components/cn';
import { Menu, MenuItem, MenuSeparator } from '../components/menu';
import { SkeletonRows } from '../components/layout';
import { useWords, type Key } from '../i18n/i18n';
import { InboxProvider } from '../inbox/data/inbox-context';
import { MentionsMenu } from '../inbox/mentions/mentions-menu';
import { Notifier } from '../inbox/notices/notifier';
import { UnreadMark, UnreadTitle } from '../inbox/notices/unread';
import { PresenceSwitch } from '../inbox/presence-switch';
import { may, type Area } from '../session/permissions';
import { useSigned } from '../session/session-context';
import { useLook } from '../theme/theme';
import { Brand } from './brand';
import { ConfirmBanner } from './confirm-banner';
import { FULL } from './full';
import { LanguageMenu, ThemeMenu } from './preferences';
import { TenantSwitcher } from './tenant-switcher';

/** Nobody waits for what is hardly ever there. */
const DeletionBanner = lazy(() => import('./deletion-banner').then((file) => ({ default: file.DeletionBanner })));
const QuotaBanner = lazy(() => import('./quota-banner').then((file) => ({ default: file.QuotaBanner })));

const NAVIGATION: readonly (readonly [group: Key, items: readonly (readonly [area: Area, path: string, icon: LucideIcon])[]])[] = [
  [
    'nav.work',
    [
      ['overview', '/', LayoutDashboard],
      ['inbox', '/inbox', MessagesSquare],
      ['contacts', '/contacts', Contact],
      ['leads', '/leads', Handshake],
      ['unsubscribers', '/unsubscribers', BellOff],
      ['segments', '/segments', Filter],
      ['send', '/send', MessageSquarePlus],
      ['outbox', '/outbox', Inbox],
      ['campaigns', '/campaigns', Megaphone],
      ['templates', '/templates', FileText],
      ['orders', '/orders', Package],
      ['knowledge', '/knowledge', BookOpen],
      ['assistant', '/assistant', Bot],
      ['playground', '/playground', MessageCircleQuestion],
    ],
  ],
  [
    'nav.company',
    [
      ['outlets', '/outlets', Phone],
      ['numbers', '/numbers', Activity],
      ['holds', '/holds', CirclePause],
      ['codes', '/codes', RectangleEllipsis],
      ['team', '/team', Users],
      ['api-keys', '/api-keys', KeyRound],
      ['webhooks', '/webhook-endpoints', Webhook],
      ['branding', '/branding', Palette],
      ['privacy', '/privacy', ShieldCheck],
      ['audit', '/audit', ClipboardList],
      ['plan', '/plan', Gauge],
      ['deposit', '/deposit', Wallet],
      ['costs', '/costs', Coins],
      ['invoices', '/invoices', ReceiptText],
      ['settings', '/settings', Settings],
    ],
  ],
  [
    'nav.platform',
    [
      ['tenants', '/tenants', Building2],
      ['plans', '/plans', Layers],
      ['rates', '/rates', ReceiptText],
      ['revenue', '/revenue', ChartNoAxesColumn],
      ['ledger', '/ledger', ScrollText],
    ],
  ],
];

function Navigation() {
  const { t } = useWords();
  const signed = useSigned();
  const { tenantId } = signed;
  return (
    <nav aria-label={t('nav.label')} className="grid gap-5">
      {NAVIGATION.map(([group, items]) => {
        const visible = items.filter(([area]) => may(signed, area));
        if (visible.length === 0) return null;
        return (
          <div key={group}>
            <p className="mb-1 px-3 text-xs font-medium text-muted">{t(group)}</p>
            <ul className="grid gap-0.5">
              {visible.map(([area, path, Icon]) => (
                <li key={area}>
                  <NavLink
                    to={path}
                    end={path === '/'}
                    className={({ isActive }) =>
                      cn(
                        'flex min-h-10 items-center gap-3 rounded-lg px-3 font-medium transition-colors',
                        isActive ? 'bg-brand-soft text-brand-ink' : 'hover:bg-raised',
                      )
                    }
                  >
                    <Icon className="size-5 shrink-0" aria-hidden />
                    <span className="grow">{t(`nav.${area}`)}</span>
                    {area === 'inbox' && tenantId && <UnreadMark />}
                  </NavLink>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

/** The navigation on a phone; closes when a page was chosen. */
function Drawer() {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const left = useRef(false);
  useEffect(() => {
    left.current = true;
    setOpen(false);
  }, [pathname]);
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => {
        left.current = false;
        setOpen(next);
      }}
    >
      <Dialog.Trigger asChild>
        <Button variant="ghost" size="icon" className="lg:hidden" aria-label={t('nav.open')}>
          <MenuIcon aria-hidden />
        </Button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-black/50 lg:hidden" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            if (!left.current) return;
            // The dialog kept the focus from the heading of the page that was come to.
            event.preventDefault();
            document.querySelector<HTMLElement>('main h1')?.focus();
          }}
          className="fixed inset-y-0 left-0 z-50 w-72 max-w-[85vw] animate-slide-in overflow-y-auto border-r border-line bg-surface p-4 lg:hidden"
        >
          <div className="mb-6 flex items-center justify-between gap-2">
            <Dialog.Title className="sr-only">{t('nav.label')}</Dialog.Title>
            <Brand />
            <Dialog.Close asChild>
              <Button variant="ghost" size="icon" aria-label={t('dialog.close')}>
                <X aria-hidden />
              </Button>
            </Dialog.Close>
          </div>
          <Navigation />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function UserMenu() {
  const { t } = useWords();
  const { me, role, superadmin } = useSigned();
  const navigate = useNavigate();
  const signOut = () => {
    const { refreshToken } = session;
    session.end('signed-out');
    // Whoever cannot be told now forgets the token by its age.
    if (refreshToken) void openApi.POST('/api/v1/auth/logout', { body: { refreshToken } }).catch(() => undefined);
  };
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="relative grid size-10 shrink-0 place-items-center rounded-full bg-brand-soft font-semibold text-brand-ink hover:brightness-95"
        >
          <span aria-hidden>{initials(me.name)}</span>
          <span className="sr-only">{t('user.menu', { name: me.name })}</span>
        </button>
      }
    >
      <div className="px-2.5 py-2">
        <p className="truncate font-medium">{me.name}</p>
        <p className="truncate text-sm text-muted">{me.email}</p>
        <p className="mt-1 text-sm text-muted">{superadmin ? t('role.superadmin') : role && t(`role.${role}`)}</p>
      </div>
      <MenuSeparator />
      <MenuItem onSelect={() => void navigate('/account')}>
        <UserRound aria-hidden />
        {t('nav.account')}
      </MenuItem>
      <MenuItem onSelect={signOut}>
        <LogOut aria-hidden />
        {t('user.signOut')}
      </MenuItem>
    </Menu>
  );
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');

/** Colours, name and logo of the chosen tenant. */
function useBranding(): void {
  const { tenantId } = useSigned();
  const { paint } = useLook();
  const { data } = useQuery({
    queryKey: ['branding', tenantId],
    queryFn: () => unwrap(api.GET('/api/v1/tenants/{id}/branding', { params: { path: { id: tenantId ?? '' } } })),
    enabled: tenantId !== undefined,
    staleTime: 300_000,
  });
  useEffect(() => paint(data), [data, paint]);
  useEffect(() => () => paint(undefined), [paint]);
}

export function Shell() {
  const signed = useSigned();
  useBranding();
  if (!signed.tenantId || !may(signed, 'inbox')) return <Frame />;
  return (
    <InboxProvider key={signed.tenantId}>
      <Notifier />
      <UnreadTitle>
        <Frame
          own={
            !signed.superadmin && (
              <>
                {may(signed, 'answer') && <PresenceSwitch />}
                <MentionsMenu />
              </>
            )
          }
        />
      </UnreadTitle>
    </InboxProvider>
  );
}

/** @param own what is of this person in the chosen company */
function Frame({ own }: { own?: ReactNode }) {
  const { t } = useWords();
  const signed = useSigned();
  const { tenantId } = signed;
  const loading = useNavigation().state === 'loading';
  const isFull = useMatches().some(({ handle }) => handle === FULL);
  return (
    <>
      <a
        href="#main"
        className="sr-only z-50 rounded-lg bg-brand px-4 py-2 text-on-brand focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('skip')}
      </a>
      <div className={cn('lg:grid lg:grid-cols-[16rem_minmax(0,1fr)]', isFull ? 'h-dvh overflow-hidden' : 'min-h-dvh')}>
        <aside className="sticky top-0 hidden h-dvh overflow-y-auto border-r border-line bg-surface p-4 lg:block">
          <div className="mb-6 px-2 py-1">
            <Brand />
          </div>
          <Navigation />
        </aside>
        <div className={cn('flex min-w-0 flex-col', isFull && 'h-dvh min-h-0')}>
          <header className="sticky top-0 z-30 flex h-16 shrink-0 items-center gap-2 border-b border-line bg-surface px-3 sm:px-6">
            <Drawer />
            <TenantSwitcher />
            <div className="ml-auto flex items-center gap-1">
              {own}
              <LanguageMenu />
              <ThemeMenu />
              <UserMenu />
            </div>
          </header>
          <ConfirmBanner />
          {tenantId && (
            <Suspense>
              <DeletionBanner />
            </Suspense>
          )}
          {tenantId && may(signed, 'plan') && (
            <Suspense>
              <QuotaBanner />
            </Suspense>
          )}
          <main
            id="main"
            tabIndex={-1}
            aria-busy={loading}
            className={cn('w-full', isFull ? 'min-h-0 grow' : 'mx-auto max-w-6xl grow px-4 py-6 sm:px-6 sm:py-8')}
          >
            <Suspense fallback={<SkeletonRows />}>
              {/* Another tenant is another page: nothing typed for one goes to the other. */}
              <Outlet key={tenantId ?? 'platform'} />
            </Suspense>
          </main>
        </div>
      </div>
    </>
  );
}
