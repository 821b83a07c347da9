import type { ConversationState } from '#contracts';
import type { Priority, Sort } from '../threads/conversation.js';

/** What a view shows, as the query of the list names it: `me` is whoever looks at it. */
export interface ViewFilter {
  state?: ConversationState;
  outletId?: string;
  assigneeId?: string;
  teamId?: string;
  labelId?: string;
  priority?: Priority;
  unread?: 'true';
  q?: string;
  sort?: Sort;
}

export interface SavedView {
  id: string;
  ownerId: string;
  isShared: boolean;
  name: string;
  filter: ViewFilter;
}
