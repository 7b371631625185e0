import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

/** React.lazy for a named export. */
export const lazyPart = <N extends string, P>(load: () => Promise<Record<N, ComponentType<P>>>, name: N): LazyExoticComponent<ComponentType<P>> =>
  lazy(async () => ({ default: (await load())[name] }));
