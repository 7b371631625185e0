/**
 * Nobody is asked for a password, so whoever reaches the server may use it. A browser reaches it for any
 * page that its person looks at: such requests are told by what browsers alone send (`Origin`,
 * `Sec-Fetch-Site`; Fetch Metadata), and those of a page that gave its own name our address (DNS
 * rebinding) by the `Host`. Addresses in digits and `localhost` cannot be given away like this.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from '../problem/problem-error.ts';

export interface KnownSites {
  /** Names of this server beside `localhost` and addresses; `*`: any. */
  readonly hosts: readonly string[];
  /** Where its pages are, e.g. `https://acta.example`; their hosts are names of it, too. */
  readonly publicUrls: readonly string[];
}

export const ownSitesOnly: KnownSites = { hosts: [], publicUrls: [] };

const address = /^(?:localhost|(?:[\w-]+\.)*localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]+\])$/;
const withoutPort = (host: string): string => host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');

/** A link or a typed address: the page that has the link does not see the answer. */
const isVisit = ({ method, headers }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';

const refusal = (detail: string): ProblemError => new ProblemError(403, detail, { title: 'FORBIDDEN' });

/** Whether TLS ends here or before cannot be seen: the hosts alone are compared. */
const isSameHost = (origin: string, host: string): boolean => {
  if (!/^https?:/.test(origin) || !URL.canParse(origin)) return false;
  const { protocol, host: ofPage } = new URL(origin);
  return URL.canParse(`${protocol}//${host}`) && ofPage === new URL(`${protocol}//${host}`).host;
};

export const refuseForeignRequests = (app: FastifyInstance, sites: KnownSites): void => {
  const origins = new Set(sites.publicUrls.map((url) => new URL(url).origin));
  const hosts = new Set([...sites.hosts, ...sites.publicUrls.map((url) => new URL(url).host)].map(withoutPort));

  /** Nearly all requests are for one name. */
  let lastOwn = '';
  const isOwnHost = (host: string): boolean => {
    if (host === lastOwn) return true;
    const name = withoutPort(host);
    const isOwn = hosts.has('*') || hosts.has(name) || address.test(name);
    if (isOwn) lastOwn = host;
    return isOwn;
  };
  const isOwnOrigin = (origin: string, host: string): boolean => origins.has(origin) || isSameHost(origin, host);

  const refused = (request: FastifyRequest): ProblemError | undefined => {
    const { host = '', origin, 'sec-fetch-site': site } = request.headers;
    if (host !== '' && !isOwnHost(host))
      return refusal(`Expected a request for a name of this server, but it is for '${host}'. Add that name to ACTA_ALLOWED_HOSTS, or the address of the pages to ACTA_PUBLIC_URL, and start the server again`);
    if (origin !== undefined) {
      if (!isOwnOrigin(origin, host))
        return refusal(`Expected a request of this server's own pages, but it comes from a page of '${origin}'. If that is the address of this server for browsers, set ACTA_PUBLIC_URL to it`);
    } else if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isVisit(request))
      return refusal(`Expected a request of this server's own pages, but a browser sends it for another site (Sec-Fetch-Site: ${String(site)})`);
    return undefined;
  };
  app.addHook('onRequest', (request, _reply, done) => done(refused(request)));
};
