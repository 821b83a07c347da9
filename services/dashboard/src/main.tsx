import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { toProblem, worthRetrying } from './api/problem';
import { App } from './app';
import { ToastProvider } from './components/toast';
import { WordsProvider } from './i18n/i18n';
import './styles.css';
import { ThemeProvider } from './theme/theme';

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, { queryKey }) => {
      // The company asks for a second factor since a moment ago: who one is says so, and leads there.
      if (toProblem(error).code === 'two_factor_required' && queryKey[0] !== 'me') void queries.invalidateQueries({ queryKey: ['me'] });
    },
  }),
  defaultOptions: { queries: { retry: (failures, error) => failures < 2 && worthRetrying(error), staleTime: 1_000 } },
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <WordsProvider>
      <ThemeProvider>
        <QueryClientProvider client={queries}>
          <ToastProvider>
            <App />
          </ToastProvider>
        </QueryClientProvider>
      </ThemeProvider>
    </WordsProvider>
  </StrictMode>,
);
