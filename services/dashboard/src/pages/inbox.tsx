import { InboxView } from '../inbox/inbox-view';

export const InboxPage = () => <InboxView />;
