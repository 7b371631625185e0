/** How a server knows who asks. Composed once; the hook that uses it is `authenticate.ts`. */
import type { Identities } from '../../runtime/identity/identities.ts';
import type { OidcProvider } from '../sign-in/oidc.ts';

export interface Access {
  readonly identities: Identities;
  /** false: whoever reaches the server owns the machine, and may do everything. */
  readonly signIn: boolean;
  /** Local users may sign in by password. */
  readonly passwords: boolean;
  /** Sample people may be taken on without proof. */
  readonly samples: boolean;
  readonly oidc?: OidcProvider;
  /** Cookies travel by TLS only. */
  readonly secure: boolean;
  /** Addresses of proxies whose word on the client's address is taken. */
  readonly trustedProxies: readonly string[];
}

/** Of tests and of the loopback default. */
export const openAccess = (identities: Identities): Access => ({ identities, signIn: false, passwords: false, samples: true, secure: false, trustedProxies: [] });
