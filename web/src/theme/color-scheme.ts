/** Light, dark or as the system: kept in this browser, and put on the page before the first paint (`first-paint.js`). */
import { localStorageColorSchemeManager } from '@mantine/core';

export const themeKey = 'acta-theme';
export const colorSchemeManager = localStorageColorSchemeManager({ key: themeKey });
