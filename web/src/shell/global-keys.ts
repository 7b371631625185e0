import { useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { usePlaces } from './places.ts';
import { useShortcut } from './shortcuts.ts';

/** Keys that act on every screen. */
export const useGlobalKeys = ({ openSheet, openPalette }: { openSheet: () => void; openPalette: () => void }): void => {
  const navigate = useNavigate();
  const names = new Set(usePlaces().map(({ name }) => name));
  const { toggleColorScheme } = useMantineColorScheme();
  useShortcut('sheet', openSheet);
  useShortcut('palette', openPalette);
  useShortcut('theme', toggleColorScheme);
  useShortcut('home', () => void navigate({ to: '/' }));
  useShortcut('inbox', () => void navigate({ to: '/inbox' }));
  useShortcut('start', () => void navigate({ to: '/start' }), { enabled: names.has('start') });
  useShortcut('cases', () => void navigate({ to: '/cases' }), { enabled: names.has('cases') });
};
