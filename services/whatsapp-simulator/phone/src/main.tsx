import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import './styles.css';

const ControlsPage = lazy(() => import('./controls-page'));

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    {window.location.pathname.endsWith('/controls') ? (
      <Suspense fallback={<p role="status">Loading</p>}>
        <ControlsPage />
      </Suspense>
    ) : (
      <App />
    )}
  </StrictMode>,
);
