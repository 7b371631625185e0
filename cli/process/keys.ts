/** `acta keys`: the keys that sign the log, in its folder; one is added, one is retired, and the server takes note of it with its next checkpoint. */
import { fingerprintOf } from '../../engine/proof/index.ts';
import { makeKey, readKeys, retireKeyFile, type KeyFile } from '../../runtime/seal/signing-keys.ts';
import { sha256 } from '../case-file.ts';
import type { Client } from '../client.ts';
import { keyFolderOf } from '../log-folder.ts';
import { table, type Output } from '../output.ts';
import { readSettings, SettingsError } from '../settings.ts';

interface LogKeys {
  readonly origin: string;
  readonly keys: readonly { readonly key: string; readonly fingerprint: string; readonly introducedAt: string; readonly retiredAt: string | null }[];
}

/** Those on the record, as the server says. */
export const keys = async (output: Output, client: Client): Promise<void> => {
  const { origin, keys: known } = await client.get<LogKeys>('/api/log/keys');
  const rows = known.map(({ key, fingerprint, introducedAt, retiredAt }) => [key, fingerprint, introducedAt, retiredAt ?? '']);
  output.print({ origin, keys: known }, () => `Keys of the log ${origin}\n${table(['key', 'fingerprint (SHA-256)', 'signs since', 'retired'], rows, 'None yet.')}`);
};

const folderOf = (): string => {
  const { proof } = readSettings(process.env);
  if (proof.keyFile !== undefined) throw new SettingsError(`Expected keys in a folder, but ACTA_LOG_KEY names one file, ${proof.keyFile}: put another one there yourself`);
  return keyFolderOf(proof);
};

const originFrom = async (client: Client): Promise<string> => (await client.get<LogKeys>('/api/log/keys')).origin;

const shown = ({ file, key, isRetired }: KeyFile) => ({ file, key: key.text, fingerprint: fingerprintOf(key.open, sha256), isRetired });

/** A second key, which signs beside those that are there: both are to be trusted for a while before the old one is retired. */
export const addKey = async (output: Output, client: Client): Promise<void> => {
  const made = shown(await makeKey(folderOf(), await originFrom(client)));
  output.print(made, () => `Made ${made.file}\n  ${made.key}\n  fingerprint ${made.fingerprint}\nIt signs beside the others from the next checkpoint on. Give it to auditors and witnesses, then retire the old one.`);
};

/** `id`: the eight digits in a key's text, or its file's name. */
export const retireKey = async (output: Output, client: Client, id: string): Promise<void> => {
  const found = (await readKeys(folderOf(), await originFrom(client))).filter(({ isRetired }) => !isRetired);
  const one = found.find(({ file, key }) => key.text.includes(`+${id}+`) || file.endsWith(`/${id}`) || file.endsWith(`/${id}.pem`));
  if (one === undefined) throw new SettingsError(`Expected the id of a key that signs (${found.map(({ key }) => key.text.split('+').at(-2)).join(', ')}), but it is '${id}'`);
  if (found.length === 1) throw new SettingsError('Expected another key before this one is retired, but it is the only one. Make one with: acta keys add');
  await retireKeyFile(one.file);
  output.print(shown({ ...one, isRetired: true }), () => `Retired ${one.key.text}. It signs no more from the next checkpoint on; what it has signed goes on being verified by it.`);
};
