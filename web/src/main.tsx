import './theme/mantine.css';
import './theme/tokens.css';
import './theme/base.css';
import './theme/shell.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { whenSignedOut } from './api/client.ts';
import { meQuery } from './api/identity.ts';
import { queryClient } from './api/query-client.ts';
import { router } from './app/router.ts';
import { startLanguage } from './i18n/language.ts';
import { colorSchemeManager } from './theme/color-scheme.ts';
import { cssVariablesResolver, theme } from './theme/theme.ts';

whenSignedOut(() => {
  const { pathname, href } = router.state.location;
  if (pathname === '/sign-in' || queryClient.getQueryData(meQuery.queryKey) === undefined) return;
  queryClient.setQueryData(meQuery.queryKey, null);
  void router.navigate({ to: '/sign-in', search: { returnTo: href } });
});

const root = document.getElementById('root');
if (root === null) throw new Error('Expected an element #root in the page');
await startLanguage();
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} colorSchemeManager={colorSchemeManager} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
