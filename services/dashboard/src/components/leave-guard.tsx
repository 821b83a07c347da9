import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { Confirm } from './dialog';

interface Props {
  /** Whether something would be lost now. */
  when: boolean;
  title: string;
  text: string;
  action: string;
}

/** Asks before the page is left, or the tab closed, while something would be lost. */
export function LeaveGuard({ when, title, text, action }: Props) {
  const blocker = useBlocker(({ currentLocation, nextLocation }) => when && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (!when) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [when]);
  const blocked = blocker.state === 'blocked';
  useEffect(() => {
    // What was waited for has arrived: nothing is lost any more.
    if (blocked && !when) blocker.proceed();
  }, [blocked, when, blocker]);
  return (
    <Confirm
      open={blocked}
      onClose={() => blocked && blocker.reset()}
      title={title}
      text={text}
      action={action}
      run={async () => blocker.proceed?.()}
    />
  );
}
