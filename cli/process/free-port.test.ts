import { createServer, type AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { requireFreePort } from './free-port.ts';

const taken = createServer();
afterEach(() => new Promise((resolve) => taken.close(resolve)));

const portOf = async (): Promise<number> => {
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  return (taken.address() as AddressInfo).port;
};

it('a taken port is refused by the name of its setting, and one that is free again is not', async () => {
  const port = await portOf();
  const place = { host: '127.0.0.1', port, setting: 'PORT' };

  for (const host of ['127.0.0.1', 'localhost'])
    await expect(requireFreePort({ ...place, host })).rejects.toThrow(`Expected to listen on port ${port}, but it is taken. Set PORT to another one`);

  await new Promise((resolve) => taken.close(resolve));
  await expect(requireFreePort(place)).resolves.toBeUndefined();
  await expect(requireFreePort(place)).resolves.toBeUndefined();
});

it('a host of another machine is refused', async () => {
  await expect(requireFreePort({ host: '192.0.2.1', port: 0, setting: 'PORT' })).rejects.toThrow(/^Expected to listen on port 0 of 192\.0\.2\.1, but .*EADDRNOTAVAIL/);
});
