/** Where a person can go. A place whose screen or right is absent is not shown at all. */
import { IconBriefcase, IconFilePlus, IconHome, IconInbox, IconSettings, IconSitemap, type Icon } from '@tabler/icons-react';
import { hasRole, useMe, type Me } from '../api/identity.ts';

export interface Place {
  readonly name: 'home' | 'inbox' | 'start' | 'cases' | 'definitions' | 'admin';
  readonly path: string;
  readonly icon: Icon;
  readonly isFor: (me: Me) => boolean;
}

const everyone = (): boolean => true;

const places: readonly Place[] = [
  { name: 'home', path: '/', icon: IconHome, isFor: everyone },
  { name: 'inbox', path: '/inbox', icon: IconInbox, isFor: everyone },
  { name: 'start', path: '/start', icon: IconFilePlus, isFor: (me) => hasRole(me, 'employee', 'owner') },
  { name: 'cases', path: '/cases', icon: IconBriefcase, isFor: everyone },
  { name: 'definitions', path: '/definitions', icon: IconSitemap, isFor: (me) => hasRole(me, 'owner', 'auditor', 'operator') },
  { name: 'admin', path: '/admin', icon: IconSettings, isFor: (me) => hasRole(me) },
];

export const usePlaces = (): readonly Place[] => {
  const me = useMe();
  return places.filter(({ isFor }) => isFor(me));
};
