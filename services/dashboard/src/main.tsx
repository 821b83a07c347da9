import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { worthRetrying } from './api/problem';
import { App } from './app';
import { ToastProvider } from './components/toast';
import { WordsProvider } from './i18n/i18n';
import './styles.css';
import { ThemeProvider } from './theme/theme';

const queries = new QueryClient({
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
