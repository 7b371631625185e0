import { createLazyRoute } from '@tanstack/react-router';
import { CasePage } from './case-page.tsx';

export const route = createLazyRoute('/shell/cases/$key')({ component: CasePage });
