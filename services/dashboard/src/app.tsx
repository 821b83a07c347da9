import { createBrowserRouter, Navigate, useParams, type RouteObject } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import type { Area } from './session/permissions';
import { AcceptInvitationPage } from './pages/auth/accept-invitation';
import { ConfirmEmailPage } from './pages/auth/confirm-email';
import { ForgotPasswordPage } from './pages/auth/forgot-password';
import { RegisterPage } from './pages/auth/register';
import { ResetPasswordPage } from './pages/auth/reset-password';
import { SignInPage } from './pages/auth/sign-in';
import { Crash } from './shell/crash';
import { Guard } from './shell/guard';
import { NotFoundPage } from './shell/not-found';
import { FULL } from './shell/full';
import { Splash } from './shell/splash';
import { SignedArea, VisitorArea } from './shell/areas';

/** A page of its own file, loaded when it is come to, for those who may see it. */
function page(path: string, area: Area, load: () => Promise<() => React.ReactNode>): RouteObject {
  return {
    ...(path ? { path } : { index: true }),
    lazy: async () => {
      const Page = await load();
      return {
        Component: () => (
          <Guard area={area}>
            <Page />
          </Guard>
        ),
      };
    },
  };
}

/** Where the inbox was before. */
function Moved() {
  const { id } = useParams();
  return <Navigate to={id ? `/inbox/${id}` : '/inbox'} replace />;
}

const router = createBrowserRouter([
  {
    ErrorBoundary: Crash,
    HydrateFallback: Splash,
    children: [
      {
        Component: VisitorArea,
        children: [
          { path: 'sign-in', Component: SignInPage },
          { path: 'register', Component: RegisterPage },
          { path: 'forgot', Component: ForgotPasswordPage },
        ],
      },
      // The links in mails, for whoever holds them, signed in or not.
      { path: 'reset', Component: ResetPasswordPage },
      { path: 'invite', Component: AcceptInvitationPage },
      {
        Component: SignedArea,
        children: [
          // The link in a mail too, but it counts only for whoever is signed in with the address.
          { path: 'confirm', Component: ConfirmEmailPage },
          {
            // Who is not signed in loads neither the frame nor the live connection in it.
            lazy: () => import('./shell/shell').then(({ Shell }) => ({ Component: Shell })),
            children: [
              {
                ErrorBoundary: Crash,
                children: [
                  page('', 'overview', () => import('./pages/overview').then((file) => file.OverviewPage)),
                  {
                    handle: FULL,
                    children: [
                      page('inbox', 'inbox', () => import('./pages/inbox/inbox').then((file) => file.InboxPage)),
                      page('inbox/:id', 'inbox', () => import('./pages/inbox/inbox').then((file) => file.InboxPage)),
                    ],
                  },
                  page('inbox/settings', 'inbox-settings', () =>
                    import('./pages/inbox/inbox-settings').then((file) => file.InboxSettingsPage),
                  ),
                  page('inbox/settings/:part', 'inbox-settings', () =>
                    import('./pages/inbox/inbox-settings').then((file) => file.InboxSettingsPage),
                  ),
                  { path: 'conversations/:id?', Component: Moved },
                  page('contacts', 'contacts', () => import('./pages/contacts/contacts').then((file) => file.ContactsPage)),
                  page('leads', 'leads', () => import('./pages/leads/leads').then((file) => file.LeadsPage)),
                  page('contacts/attributes', 'contacts', () => import('./pages/contacts/attributes').then((file) => file.AttributesPage)),
                  page('contacts/imports', 'contacts', () => import('./pages/imports/imports').then((file) => file.ImportsPage)),
                  page('segments', 'segments', () => import('./pages/segments/segments').then((file) => file.SegmentsPage)),
                  page('segments/new', 'segments', () => import('./pages/segments/segment').then((file) => file.NewSegmentPage)),
                  page('segments/:id', 'segments', () => import('./pages/segments/segment').then((file) => file.SegmentPage)),
                  page('contacts/:id', 'contacts', () => import('./pages/contacts/contact').then((file) => file.ContactPage)),
                  page('send', 'send', () => import('./pages/send/send').then((file) => file.SendPage)),
                  page('outbox/:id?', 'outbox', () => import('./pages/outbox/outbox').then((file) => file.OutboxPage)),
                  page('templates', 'templates', () => import('./pages/templates/templates').then((file) => file.TemplatesPage)),
                  page('templates/new', 'templates', () =>
                    import('./pages/templates/template-editor').then((file) => file.NewTemplatePage),
                  ),
                  page('templates/:id', 'templates', () => import('./pages/templates/template').then((file) => file.TemplatePage)),
                  page('templates/:id/edit', 'templates', () =>
                    import('./pages/templates/template-editor').then((file) => file.EditTemplatePage),
                  ),
                  page('unsubscribers', 'unsubscribers', () =>
                    import('./pages/unsubscribers/unsubscribers').then((file) => file.UnsubscribersPage),
                  ),
                  page('codes', 'codes', () => import('./pages/codes/codes').then((file) => file.CodesPage)),
                  page('numbers', 'numbers', () => import('./pages/numbers/numbers').then((file) => file.NumbersPage)),
                  page('numbers/:id', 'numbers', () => import('./pages/numbers/number').then((file) => file.NumberPage)),
                  page('holds', 'holds', () => import('./pages/holds').then((file) => file.HoldsPage)),
                  page('privacy', 'privacy', () => import('./pages/privacy/privacy').then((file) => file.PrivacyPage)),
                  page('privacy/erasures/:id', 'privacy', () => import('./pages/privacy/receipt').then((file) => file.ReceiptPage)),
                  page('knowledge', 'knowledge', () => import('./pages/knowledge/knowledge').then((file) => file.KnowledgePage)),
                  page('knowledge/:id', 'knowledge', () =>
                    import('./pages/knowledge/knowledge-base').then((file) => file.KnowledgeBasePage),
                  ),
                  page('playground', 'playground', () => import('./pages/playground/playground').then((file) => file.PlaygroundPage)),
                  page('knowledge/:id/documents/:documentId', 'knowledge', () =>
                    import('./pages/knowledge/document').then((file) => file.DocumentPage),
                  ),
                  page('assistant', 'assistant', () => import('./pages/assistant').then((file) => file.AssistantPage)),
                  page('outlets', 'outlets', () => import('./pages/outlets/outlets').then((file) => file.OutletsPage)),
                  page('team', 'team', () => import('./pages/team').then((file) => file.TeamPage)),
                  page('api-keys', 'api-keys', () => import('./pages/api-keys/api-keys').then((file) => file.ApiKeysPage)),
                  page('campaigns', 'campaigns', () => import('./pages/campaigns/campaigns').then((file) => file.CampaignsPage)),
                  page('campaigns/new', 'campaigns', () =>
                    import('./pages/campaigns/campaign-editor').then((file) => file.NewCampaignPage),
                  ),
                  page('campaigns/:id', 'campaigns', () => import('./pages/campaigns/campaign').then((file) => file.CampaignPage)),
                  page('campaigns/:id/edit', 'campaigns', () =>
                    import('./pages/campaigns/campaign-editor').then((file) => file.EditCampaignPage),
                  ),
                  page('drips', 'campaigns', () => import('./pages/drips/drips').then((file) => file.DripsPage)),
                  page('drips/new', 'campaigns', () => import('./pages/drips/drip-editor').then((file) => file.NewDripPage)),
                  page('drips/:id', 'campaigns', () => import('./pages/drips/drip').then((file) => file.DripPage)),
                  page('drips/:id/edit', 'campaigns', () => import('./pages/drips/drip-editor').then((file) => file.EditDripPage)),
                  page('drips/:id/steps/:stepId', 'campaigns', () => import('./pages/drips/step-editor').then((file) => file.StepPage)),
                  page('flows', 'campaigns', () => import('./pages/flows/flows').then((file) => file.FlowsPage)),
                  page('flows/:id', 'campaigns', () => import('./pages/flows/flow').then((file) => file.FlowPage)),
                  page('orders/*', 'orders', () => import('./pages/orders/order-pages').then((file) => file.OrderPages)),
                  page('webhook-endpoints', 'webhooks', () => import('./pages/webhooks/webhooks').then((file) => file.WebhooksPage)),
                  page('webhook-endpoints/:id', 'webhooks', () =>
                    import('./pages/webhooks/endpoint').then((file) => file.WebhookEndpointPage),
                  ),
                  page('audit', 'audit', () => import('./pages/audit/audit').then((file) => file.AuditPage)),
                  page('branding', 'branding', () => import('./pages/branding').then((file) => file.BrandingPage)),
                  page('plan', 'plan', () => import('./pages/plan/plan').then((file) => file.PlanPage)),
                  page('deposit', 'deposit', () => import('./pages/deposit/deposit').then((file) => file.DepositPage)),
                  page('costs', 'costs', () => import('./pages/costs/costs').then((file) => file.CostsPage)),
                  page('invoices', 'invoices', () => import('./pages/invoices/invoices').then((file) => file.InvoicesPage)),
                  page('settings', 'settings', () => import('./pages/settings').then((file) => file.SettingsPage)),
                  page('account', 'account', () => import('./pages/account').then((file) => file.AccountPage)),
                  page('tenants', 'tenants', () => import('./pages/tenants').then((file) => file.TenantsPage)),
                  page('plans', 'plans', () => import('./pages/catalogue/catalogue').then((file) => file.CataloguePage)),
                  page('rates/:part?', 'rates', () => import('./pages/rates/rates').then((file) => file.RatesPage)),
                  page('revenue/:part?', 'revenue', () => import('./pages/revenue/revenue').then((file) => file.RevenuePage)),
                  page('ledger', 'ledger', () => import('./pages/ledger').then((file) => file.LedgerPage)),
                  { path: '*', Component: NotFoundPage },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
]);

export const App = () => <RouterProvider router={router} />;
