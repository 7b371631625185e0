/** The design's tokens as Mantine's theme: variables, never colours, so that one switch of the scheme turns both. */
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** For Mantine's calculations only; what is seen comes from the variables below. */
const ink: MantineColorsTuple = ['#f5f5f1', '#e4e4de', '#d3d3cc', '#b9bdba', '#949b99', '#6b7573', '#5c6467', '#464e51', '#1f2628', '#181d1f'];

export const theme = createTheme({
  fontFamily: 'var(--font-sans)',
  fontFamilyMonospace: 'var(--font-mono)',
  headings: { fontFamily: 'var(--font-serif)', fontWeight: '600' },
  fontSizes: { xs: 'var(--text-xs)', sm: 'var(--text-sm)', md: 'var(--text-md)', lg: 'var(--text-lg)', xl: 'var(--text-xl)' },
  spacing: { xs: 'var(--space-2)', sm: 'var(--space-3)', md: 'var(--space-4)', lg: 'var(--space-6)', xl: 'var(--space-8)' },
  radius: { xs: 'var(--radius-xs)', sm: 'var(--radius-sm)', md: 'var(--radius-md)', lg: 'var(--radius-lg)', xl: 'var(--radius-xl)' },
  shadows: { xs: 'var(--shadow-1)', sm: 'var(--shadow-2)', md: 'var(--shadow-3)', lg: 'var(--shadow-3)', xl: 'var(--shadow-3)' },
  defaultRadius: 'md',
  primaryColor: 'ink',
  primaryShade: 8,
  autoContrast: false,
  cursorType: 'pointer',
  colors: { ink },
  // By name: a component that is imported here would be in the shell, used or not.
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Badge: { defaultProps: { radius: 'sm', tt: 'none' } },
    Paper: { defaultProps: { withBorder: true } },
    Modal: { defaultProps: { radius: 'xl', centered: true, overlayProps: { backgroundOpacity: 0.36 } } },
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-end' } },
    Tooltip: { defaultProps: { openDelay: 400, events: { hover: true, focus: true, touch: false } } },
  },
});

const tokens = {
  '--mantine-color-body': 'var(--paper)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-3)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--surface-hover)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line-2)',
  '--mantine-primary-color-filled': 'var(--ink-fill)',
  '--mantine-primary-color-filled-hover': 'var(--ink-fill-hover)',
  '--mantine-primary-color-contrast': 'var(--on-ink)',
  '--mantine-color-ink-filled': 'var(--ink-fill)',
  '--mantine-color-ink-filled-hover': 'var(--ink-fill-hover)',
  '--mantine-color-white': 'var(--on-ink)',
  '--mantine-color-anchor': 'var(--ink)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-color-error': 'var(--carmine)',
  '--mantine-color-disabled': 'var(--sunken)',
  '--mantine-color-disabled-color': 'var(--ink-disabled)',
  '--mantine-color-disabled-border': 'var(--line)',
};

export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: tokens, dark: tokens });
