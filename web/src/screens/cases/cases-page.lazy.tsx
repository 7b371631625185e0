import { createLazyRoute } from '@tanstack/react-router';
import { CasesPage } from './cases-page.tsx';

export const route = createLazyRoute('/shell/cases')({ component: CasesPage });
