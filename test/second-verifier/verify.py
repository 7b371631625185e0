"""A second verifier of case files, written from docs/journal-format.md alone, with Python's standard library only.

    python3 verify.py [--trust TRUST.json] FILE...      judges files, one line of JSON each
    python3 verify.py [--trust TRUST.json] --lines      the same of JSON strings, one a line on standard input

The tables of commands and events are read from the document itself, so that it is the document that is tried. Deciding
again (replay) needs the engine and is not done here, nor are time stamps (`openssl ts -verify` does).
"""
import base64
import hashlib
import json
import math
import os
import re
import sys

sys.setrecursionlimit(20_000)
DOCUMENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'docs', 'journal-format.md')


class Fault(Exception):
    def __init__(self, fault, message):
        super().__init__(message)
        self.fault = fault


def sha256(data):
    return hashlib.sha256(data).digest()


# ---------------------------------------------------------------- §2 canonical JSON

def number_text(value):
    if math.isnan(value) or math.isinf(value):
        raise ValueError('no number')
    if value == 0:
        return '0'
    sign, value = ('-', -value) if value < 0 else ('', value)
    digits, exponent = re.fullmatch(r'([\d.]+)e([+-]\d+)', format_e(value)).groups()
    digits = digits.replace('.', '')
    n = int(exponent) + 1
    k = len(digits)
    if k <= n <= 21:
        text = digits + '0' * (n - k)
    elif 0 < n <= 21:
        text = digits[:n] + '.' + digits[n:]
    elif -6 < n <= 0:
        text = '0.' + '0' * -n + digits
    else:
        mantissa = digits[0] + ('.' + digits[1:] if k > 1 else '')
        text = mantissa + 'e' + ('+' if n > 0 else '-') + str(abs(n - 1))
    return sign + text


def format_e(value):
    """The shortest digits that give the same double, as d.ddde±x."""
    text = repr(value)
    mantissa, _, exponent = text.partition('e')
    whole, _, fraction = mantissa.partition('.')
    shift = int(exponent or '0')
    digits = (whole + fraction).lstrip('0')
    point = len(whole) + shift - (len(whole + fraction) - len((whole + fraction).lstrip('0')))
    digits = digits.rstrip('0') or '0'
    return digits[0] + '.' + digits[1:] + 'e%+d' % (point - 1)


ESCAPES = {'\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '"': '\\"', '\\': '\\\\'}


def string_text(text):
    if any('\ud800' <= c <= '\udfff' for c in text):
        raise ValueError('a lone surrogate')
    return '"' + ''.join(ESCAPES.get(c) or ('\\u%04x' % ord(c) if c < ' ' else c) for c in text) + '"'


def by_code_unit(text):
    return text.encode('utf-16-be', 'surrogatepass')


def canonical(value, depth=0):
    if depth > 512:
        raise ValueError('nested too deeply')
    if value is None:
        return 'null'
    if value is True or value is False:
        return 'true' if value else 'false'
    if isinstance(value, (int, float)):
        return number_text(float(value))
    if isinstance(value, str):
        return string_text(value)
    if isinstance(value, list):
        return '[' + ','.join(canonical(one, depth + 1) for one in value) + ']'
    return '{' + ','.join(string_text(name) + ':' + canonical(value[name], depth + 1) for name in sorted(value, key=by_code_unit)) + '}'


def refuse_constant(text):
    raise ValueError(text)


def parse(text):
    return json.loads(text, parse_int=float, parse_constant=refuse_constant)


def is_count(value):
    return isinstance(value, float) and value.is_integer() and 0 <= value < 2 ** 53


DIGEST = re.compile(r'[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]')


def is_digest(value):
    return isinstance(value, str) and DIGEST.fullmatch(value) is not None


def digest_bytes(text):
    return base64.urlsafe_b64decode(text + '=') if is_digest(text) else b''


def digest_text(data):
    return base64.urlsafe_b64encode(data).decode().rstrip('=')


# ---------------------------------------------------------------- §4 the tables, from the document

def read_tables():
    with open(DOCUMENT, encoding='utf-8') as file:
        text = file.read()
    tables = []
    for heading in ('Commands', 'Events'):
        section = text.split('\n### %s\n' % heading)[1].split('\n#')[0]
        rows = {}
        for line in section.split('\n'):
            if not line.startswith('| `'):
                continue
            cells = line.split(' |')
            name, code = re.findall(r'`([^`]+)`', cells[0])[0], re.findall(r'`([^`]+)`', cells[1])[0]
            record, payload = (re.findall(r'`([^`]+)`', cell) for cell in cells[2:4])
            rows[code] = (name, [notation(one) for one in record], [notation(one) for one in payload])
        tables.append(rows)
    endings = re.search(r'^A stream ends with (.*)$', text, re.M).group(1).split(':')[0]
    return tables[0], tables[1], set(re.findall(r'`(\w+)`', endings)) - {'last'}


def notation(text):
    match = re.fullmatch(r'(\w+)(\.\*)?(\?)?(?: = (.+)| ← (.+))?', text)
    name, star, absent, default, source = match.groups()
    return {'name': name, 'star': bool(star), 'absent': bool(absent), 'default': None if default is None else [parse(default)], 'source': source}


COMMANDS, EVENTS, ENDINGS = read_tables()
MISSING = object()   # the field is not there
HIDDEN = object()    # its value is erased or withheld


class Unknown(Exception):
    pass


class StepReader:
    """The command and the events of one step, with everything that is left out."""

    def __init__(self, record, payload, acting):
        self.values = None if payload is None else payload['values']
        self.withheld = {} if payload is None else payload.get('withheld', {})
        self.erased = payload is None and 'commitment' in record
        self.acting = acting
        self.used = set()
        self.events = []
        self.command = self.read(record['command'], COMMANDS, 'command', True)
        for index, one in enumerate(record['events']):
            self.events.append(self.read(one, EVENTS, 'events.%d' % index, False))
        paths = set(self.values or {}) | set(self.withheld)
        strangers = [path for path in paths - self.used if not path.startswith('answers.')]
        if strangers:
            raise Fault('payload', 'no field of the step: %s' % strangers[0])

    def read(self, items, table, place, is_command):
        if items[0] not in table:
            raise Unknown()
        name, record, payload = table[items[0]]
        if len(items) - 1 > len(record):
            raise Unknown()
        if items[-1] is None:
            raise Fault('shape', 'a list is cut behind the last field that is not left out')
        fields = {'': name}
        for at, field in enumerate(record):
            written = items[at + 1] if at + 1 < len(items) else None
            fields[field['name']] = self.field(field, written, None if is_command else self.command)
        for field in payload:
            fields[field['name']] = self.value(field, place, fields, None if is_command else self.command)
        return fields

    def field(self, field, written, command):
        source, left_out = field['source'], MISSING
        if field['default'] is not None:
            left_out = field['default'][0]
        elif source == 'actor':
            left_out = self.acting
        elif source is not None and (source == 'command' or source.startswith('command.')):
            left_out = command.get(source[8:] or field['name'], MISSING)
        elif source is not None and source.startswith('['):
            kind, of = source[1:-1].split('.')
            last = next((event for event in reversed(self.events) if event[''] == kind), None)
            if last is not None:
                left_out = [last[of]]
                if written == []:
                    return MISSING
        elif source is not None:
            kind, of = source.split('.')
            last = next((event for event in reversed(self.events) if event[''] == kind), None)
            if last is None and written is None:
                raise Fault('shape', '%s may not be left out' % field['name'])
            left_out = MISSING if last is None else last[of]
        elif not field['absent'] and written is None:
            raise Fault('shape', '%s may not be left out' % field['name'])
        if written is None:
            return left_out
        if left_out not in (MISSING, HIDDEN) and canonical(written) == canonical(left_out):
            raise Fault('shape', '%s had to be left out' % field['name'])
        return written

    def at(self, path):
        self.used.add(path)
        if self.erased:
            return HIDDEN
        if path in self.withheld:
            return HIDDEN
        return (self.values or {}).get(path, MISSING)

    def value(self, field, place, fields, command):
        path, source = '%s.%s' % (place, field['name']), field['source']
        if field['star']:
            prefix = path + '.'
            members = {}
            for one in list(self.values or {}) + list(self.withheld):
                if one.startswith(prefix):
                    members[one[len(prefix):]] = self.at(one)
            if not field['absent']:
                return members
            whole = self.at(path)
            if self.erased or whole is HIDDEN:
                return HIDDEN
            if whole is not MISSING and (whole != {} or members):
                raise Fault('payload', '%s is written as a whole only when it is empty' % path)
            return members if members or whole is not MISSING else MISSING
        written, left_out = self.at(path), MISSING
        if source == 'variable':
            variables = command.get('variables', MISSING)
            left_out = variables.get(fields['name'], MISSING) if isinstance(variables, dict) else variables
        elif source is not None:
            left_out = command.get(source[8:] or field['name'], MISSING)
        if written is HIDDEN:
            return HIDDEN
        if written is MISSING:
            if left_out is MISSING and not field['absent'] and (source is None or source == 'variable'):
                raise Fault('payload', '%s is missing' % path)
            return left_out
        if left_out not in (MISSING, HIDDEN) and comparable(left_out) and canonical(written) == canonical(left_out):
            raise Fault('payload', '%s had to be left out' % path)
        return written


def comparable(value):
    if isinstance(value, dict):
        return all(comparable(one) for one in value.values())
    return value not in (MISSING, HIDDEN) if not isinstance(value, (list, dict)) else True


# ---------------------------------------------------------------- §3 the record, §6 the payload

def is_text(value):
    return isinstance(value, str)


def is_actor(value):
    return (isinstance(value, dict) and set(value) <= {'id', 'kind', 'method'} and is_text(value.get('id')) and value.get('kind') in ('person', 'client', 'anonymous')
            and ('method' not in value or value['method'] in ('password', 'oidc', 'apiKey', 'basic', 'sample', 'simulated')))


def is_instant(value):
    if not is_text(value):
        return False
    match = re.fullmatch(r'(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})Z', value, re.A)
    return match is not None and instant_of(value) is not None


def instant_of(text):
    year, month, day, hour, minute, second, ms = (int(one) for one in re.split(r'[-T:.]', text[:-1]))
    lengths = [31, 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    if not (1 <= month <= 12 and 1 <= day <= lengths[month - 1] and hour < 24 and minute < 60 and second < 60):
        return None
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400 + sum(lengths[:month - 1]) + day - 1 - 719162
    return ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1_000 + ms


def is_list(value):
    return isinstance(value, list) and len(value) > 0 and is_text(value[0])


def is_warning(value):
    if not isinstance(value, list) or not 3 <= len(value):
        return False
    return True


RECORD = {
    'at': (True, is_instant), 'command': (True, is_list), 'events': (True, lambda v: isinstance(v, list) and all(is_list(one) for one in v)), 'id': (True, is_text),
    'seq': (True, is_count), 'stream': (True, lambda v: is_text(v) and re.fullmatch(r'[1-9]\d{0,18}', v, re.A) is not None), 'v': (True, lambda v: v == 2 and v is not True),
    'actor': (False, is_actor), 'onBehalfOf': (False, is_actor), 'commitment': (False, is_digest), 'evidence': (False, is_digest), 'prev': (False, is_digest),
    'definition': (False, lambda v: v is None or is_text(v) and re.fullmatch(r'[0-9a-f]{64}', v) is not None), 'last': (False, lambda v: v is True), 'log': (False, is_text),
    'versions': (False, lambda v: isinstance(v, dict) and set(v) == {'dmn', 'feel', 'kernel'} and all(is_count(one) and one >= 1 for one in v.values())),
    'warnings': (False, lambda v: isinstance(v, list) and len(v) > 0 and all(is_warning(one) for one in v)), 'zone': (False, is_text),
}


def read_record(text):
    try:
        record = parse(text)
    except (ValueError, RecursionError):
        raise Fault('shape', 'the record is no JSON')
    if not isinstance(record, dict):
        raise Fault('shape', 'the record is no object')
    for name, (always, fits) in RECORD.items():
        if name in record and not fits(record[name]) or always and name not in record:
            raise Fault('shape', name)
    if set(record) - set(RECORD):
        raise Fault('shape', 'another member')
    first = record['seq'] == 0
    if any(name not in record for name in (('log', 'versions', 'zone') if first else ('prev',))) or ('prev' if first else 'log') in record:
        raise Fault('shape', 'what a first step names, and no other')
    return record


def read_payload(text):
    try:
        payload = parse(text)
    except (ValueError, RecursionError):
        raise Fault('payload', 'no JSON')
    if not isinstance(payload, dict) or not isinstance(payload.get('values'), dict):
        raise Fault('payload', 'no values')
    values = payload['values']
    if 'secret' in payload:
        if set(payload) != {'secret', 'values'} or not is_digest(payload['secret']) or not values:
            raise Fault('payload', 'shape')
    else:
        salts, withheld = payload.get('salts'), payload.get('withheld')
        if set(payload) != {'salts', 'values', 'withheld'} or not all(isinstance(one, dict) and all(is_digest(v) for v in one.values()) for one in (salts, withheld)):
            raise Fault('payload', 'shape')
        if set(salts) != set(values) or set(withheld) & set(values) or not withheld:
            raise Fault('payload', 'salts')
    try:
        same = canonical(payload) == text
    except ValueError:
        same = False
    if not same:
        raise Fault('payload', 'not canonical')
    return payload


def tree_root(leaves):
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b'\x01' + tree_root(leaves[:k]) + tree_root(leaves[k:]))


def commitment_of(payload):
    values, withheld = payload['values'], payload.get('withheld', {})
    paths = sorted(list(values) + list(withheld), key=by_code_unit)
    leaves = []
    for path in paths:
        if path in withheld:
            leaves.append(digest_bytes(withheld[path]))
            continue
        name = path.encode()
        salt = sha256(b'acta/salt/v2\0' + digest_bytes(payload['secret']) + name) if 'secret' in payload else digest_bytes(payload['salts'][path])
        leaves.append(sha256(b'\0acta/value/v2\0' + salt + name + b'\0' + canonical(values[path]).encode()))
    return digest_text(sha256(b'acta/commitment/v2\0' + tree_root(leaves) + canonical(paths).encode()))


# ---------------------------------------------------------------- §8 a stream

def leaf_hash(text):
    return sha256(b'\0' + text.encode())


def first_definition(record):
    """What holds before step 0; MISSING: the command is not in the tables."""
    code = record['command'][0]
    if code not in COMMANDS:
        return MISSING
    fields = [field['name'] for field in COMMANDS[code][1]]
    if 'definition' not in fields:
        return None
    at = fields.index('definition') + 1
    found = record['command'][at] if at < len(record['command']) else None
    return found.get('hash') if isinstance(found, dict) and is_text(found.get('hash')) else None


def verify_stream(file):
    before, carried, log = None, None, None
    seq = 0
    try:
        for seq, step in enumerate(file['steps']):
            if before is not None and before[0].get('last'):
                raise Fault('after-end', 'a step after the last')
            text = step['record']
            try:
                text.encode()
            except UnicodeEncodeError:
                raise Fault('shape', 'not UTF-8')
            record = read_record(text)
            try:
                same = canonical(record) == text
            except ValueError:
                same = False
            if not same:
                raise Fault('encoding', 'not canonical')
            if 'log' in record:
                log = record['log']
                if log != file['log']:
                    raise Fault('log', 'another log')
            if record['stream'] != (file['stream'] if before is None else before[0]['stream']):
                raise Fault('stream', 'another stream')
            if record['seq'] != seq:
                raise Fault('sequence', 'another number')
            if record.get('prev') != (None if before is None else before[1]):
                raise Fault('link', 'another step before')
            carried = check_carried(record, carried, seq)
            check_values(record, step['payload'])
            before = (record, digest_text(leaf_hash(text)))
        if before is None:
            raise Fault('empty', 'no step')
        if file['head'] != {'seq': before[0]['seq'], 'hash': before[1]}:
            seq = len(file['steps'])
            raise Fault('head', 'another head')
        seq = len(file['steps']) - 1
        check_file(file)
        return None
    except Fault as fault:
        return seq, fault.fault, str(fault)


def check_carried(record, carried, seq):
    named = {name: record[name] for name in ('definition', 'versions', 'zone') if name in record}
    if seq == 0:
        definition = first_definition(record)
        carried = None if definition is MISSING else {'definition': definition}
    if carried is None:
        return None
    for name, value in named.items():
        if name in carried and canonical(value) == canonical(carried[name]):
            raise Fault('shape', '%s is as before' % name)
    return {**carried, **named}


def check_values(record, text):
    payload = None
    if text is not None:
        payload = read_payload(text)
        if commitment_of(payload) != record.get('commitment'):
            raise Fault('commitment', 'another payload')
    who = record.get('onBehalfOf', record.get('actor'))
    try:
        reader = StepReader(record, payload, None if who is None else who['id'])
    except Unknown:
        return
    if any(event[''] in ENDINGS for event in reader.events) != ('last' in record):
        raise Fault('shape', 'last')


# ---------------------------------------------------------------- §9 the file

def hex_of(text):
    return hashlib.sha256(text.encode()).hexdigest()


def named_by(file):
    definitions, forms = set(), set()
    for step in file['steps']:
        record = parse(step['record'])
        definition = record['definition'] if 'definition' in record else (first_definition(record) if record['seq'] == 0 else None)
        if is_text(definition):
            definitions.add(definition)
        for event in record['events']:
            for code, field, into in (('de', 'hash', definitions), ('un', 'form', forms)):
                fields = [one['name'] for one in EVENTS[code][1]]
                at = fields.index(field) + 1
                if event[0] != code or len(event) - 1 > len(fields) or at >= len(event):
                    continue
                found = event[at] if field == 'hash' else (event[at] or {}).get('hash') if isinstance(event[at], dict) else None
                if is_text(found):
                    into.add(found)
    return sorted(definitions), definitions | forms


def check_file(file):
    definitions, known = named_by(file)
    if file['definitions'] != definitions:
        raise Fault('file', 'other definitions')
    for name, text in file['sources'].items():
        if name not in known or hex_of(text) != name:
            raise Fault('file', 'another source')
    manifest = file['manifest']
    parts = {name: hex_of(canonical(part)) for name, part in file.items() if name != 'manifest'}
    if parts != manifest['parts'] or hex_of(canonical({name: manifest[name] for name in ('for', 'made', 'parts')})) != manifest['whole']:
        raise Fault('file', 'another manifest')


def texts(value):
    return isinstance(value, list) and all(is_text(one) for one in value)


def exactly(value, **fits):
    return isinstance(value, dict) and set(value) == set(fits) and all(fit(value[name]) for name, fit in fits.items())


def is_head(value):
    return exactly(value, seq=is_count, hash=is_digest)


def is_proof(value):
    return value is None or exactly(
        value, checkpoint=is_text, timeStamps=texts, keys=texts,
        heads=lambda v: exactly(v, index=is_count, path=texts, record=is_text, head=is_head, siblings=lambda s: isinstance(s, list) and all(one == '' or is_digest(one) for one in s)),
        last=lambda v: exactly(v, index=is_count, path=texts, seq=is_count))


def read_file(text):
    try:
        file = parse(text)
        if canonical(file) + '\n' != text:
            return None
    except (ValueError, RecursionError):
        return None
    fits = exactly(
        file, format=lambda v: v == 'acta-case-file/3', log=is_text, stream=is_text, definitions=texts, head=is_head, proof=is_proof,
        steps=lambda v: isinstance(v, list) and len(v) > 0 and all(exactly(one, record=is_text, payload=lambda p: p is None or is_text(p)) for one in v),
        sources=lambda v: isinstance(v, dict) and all(is_text(one) for one in v.values()),
        manifest=lambda v: exactly(v, made=is_text, whole=is_text, parts=lambda p: isinstance(p, dict) and all(is_text(one) for one in p.values()), **{'for': lambda w: w is None or is_text(w)}))
    return file if fits else None


# ---------------------------------------------------------------- §12 the log, heads, checkpoints

class Broken(Exception):
    pass


def base64_bytes(text):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return data if base64.b64encode(data).decode() == text else None


def root_by_inclusion(leaf, index, size, path):
    if not 0 <= index < size:
        return None
    fn, sn, root = index, size - 1, leaf
    for sibling in path:
        if sn == 0:
            return None
        if fn % 2 == 1 or fn == sn:
            root = sha256(b'\x01' + sibling + root)
            while fn % 2 == 0 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            root = sha256(b'\x01' + root + sibling)
        fn, sn = fn >> 1, sn >> 1
    return root if sn == 0 else None


EMPTY = bytes(32)


def root_by_head(stream, head, siblings):
    if len(siblings) != 40:
        return None
    number = int(stream) >> 24
    root = sha256(b'\x02acta/head/v1\0' + canonical({'hash': head['hash'], 'seq': head['seq'], 'stream': stream}).encode())
    for at, text in enumerate(siblings):
        sibling = EMPTY if text == '' else digest_bytes(text)
        left, right = (sibling, root) if number >> at & 1 else (root, sibling)
        root = EMPTY if left == EMPTY and right == EMPTY else sha256(b'\x03' + left + right)
    return root


def is_name(text):
    return text != '' and not any(c.isspace() or c == '+' or ord(c) < 32 or 127 <= ord(c) < 160 or c == '\ufeff' for c in text)


def read_note(note):
    if any((ord(c) < 32 and c != '\n') or ord(c) == 127 or '\ud800' <= c <= '\udfff' for c in note):
        raise Broken('control characters')
    border = note.rfind('\n\n')
    if border < 0 or not note.endswith('\n'):
        raise Broken('no signed note')
    lines = note[border + 2:].split('\n')[:-1]
    if not 1 <= len(lines) <= 64:
        raise Broken('signatures')
    signatures = []
    for line in lines:
        match = re.fullmatch('\u2014 ([^ ]+) ([^ ]+)', line)
        data = base64_bytes(match.group(2)) if match else None
        if data is None or len(data) < 5 or not is_name(match.group(1)):
            raise Broken('a signature line')
        signatures.append((match.group(1), data[:4], data[4:]))
    return note[:border + 1], signatures


def read_checkpoint(note):
    text, signatures = read_note(note)
    lines = text.split('\n')
    root = base64_bytes(lines[2]) if len(lines) > 2 else None
    if len(lines) != 4 or lines[3] != '' or not is_name(lines[0]) or root is None or len(root) != 32:
        raise Broken('no checkpoint')
    if not re.fullmatch(r'0|[1-9]\d{0,15}', lines[1], re.A) or int(lines[1]) >= 2 ** 53:
        raise Broken('no size')
    return {'text': text, 'signatures': signatures, 'origin': lines[0], 'size': int(lines[1]), 'root': root}


def read_key(text):
    name, _, encoded = text.split('+', 2)
    data = base64_bytes(encoded)
    return {'name': name, 'id': sha256(name.encode() + b'\n' + data)[:4], 'type': data[0], 'key': data[1:]}


# Ed25519, RFC 8032 §5.1.7
P = 2 ** 255 - 19
L = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def recover(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square or (x == 0 and sign):
        return None
    return (P - x if x & 1 != sign else x) % P


def point(data):
    y = int.from_bytes(data, 'little')
    sign, y = y >> 255, y & (2 ** 255 - 1)
    x = recover(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(s, p):
    q = (0, 1, 1, 0)
    while s:
        if s & 1:
            q = add(q, p)
        p, s = add(p, p), s >> 1
    return q


BASE = (recover(4 * pow(5, P - 2, P) % P, 0), 4 * pow(5, P - 2, P) % P, 1, 0)
BASE = BASE[:3] + (BASE[0] * BASE[1] % P,)


def verify_ed25519(key, message, signature):
    a, r = point(key), point(signature[:32])
    s = int.from_bytes(signature[32:], 'little')
    if a is None or r is None or s >= L or len(signature) != 64:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), 'little') % L
    left, right = times(s, BASE), add(r, times(k, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def verified(checkpoint, keys):
    """The keys that have signed, each with its time or None."""
    found = []
    for name, identity, data in checkpoint['signatures']:
        key = next((one for one in keys if one['name'] == name and one['id'] == identity), None)
        if key is None or any(one is key for one, _ in found):
            continue
        message, signature, time = checkpoint['text'].encode(), data, None
        if key['type'] == 4:
            if len(data) != 72:
                raise Broken('a cosignature')
            time, signature = int.from_bytes(data[:8], 'big'), data[8:]
            message = b'cosignature/v1\ntime %d\n' % time + message
        if not verify_ed25519(key['key'], message, signature):
            raise Broken('a signature of %s' % name)
        found.append((key, time))
    return found


# ---------------------------------------------------------------- §13 the grades

HEADS_STREAM = str((2 ** 38 + 2 ** 22 + 1) << 24)


def hashes(path):
    found = [base64_bytes(one) for one in path]
    if any(one is None or len(one) != 32 for one in found):
        raise Broken('a path')
    return found


def completeness(file, trust):
    proof = file['proof']
    if proof is None:
        return 'not judged', None
    try:
        checkpoint = read_checkpoint(proof['checkpoint'])
        heads, last, size = proof['heads'], proof['last'], checkpoint['size']

        def in_tree(leaf, place):
            if root_by_inclusion(leaf, int(place['index']), size, hashes(place['path'])) != checkpoint['root']:
                raise Broken('not in the log')

        def step_at(seq):
            if seq >= len(file['steps']):
                raise Broken('steps are missing')
            return leaf_hash(file['steps'][int(seq)]['record'])

        in_tree(leaf_hash(heads['record']), heads)
        try:
            record = read_record(heads['record'])
            named = StepReader(record, None, None).events
            if canonical(record) != heads['record'] or record['stream'] != HEADS_STREAM or not named or named[0][''] != 'HeadsSealed':
                raise Broken('no step with heads')
        except (Fault, Unknown, ValueError):
            raise Broken('no step with heads')
        if root_by_head(file['stream'], heads['head'], heads['siblings']) != digest_bytes(named[0]['root']):
            raise Broken('another head')
        if step_at(heads['head']['seq']) != digest_bytes(heads['head']['hash']):
            raise Broken('another history')
        if last['seq'] < heads['head']['seq']:
            raise Broken('the last step')
        in_tree(step_at(last['seq']), last)
        if not trust['logs']:
            return 'not judged', None
        keys = [read_key(key) for log in trust['logs'] if log['origin'] == checkpoint['origin'] for key in log['keys']]
        if not keys or not verified(checkpoint, keys):
            raise Broken('nobody who is trusted has signed')
        return 'proven', checkpoint
    except Broken:
        return 'broken', None


def time_grade(file, checkpoint, trust):
    if checkpoint is None or not trust['witnesses']:
        return 'not judged'
    try:
        seen = sorted(time for _, time in verified(checkpoint, [read_key(key) for key in trust['witnesses']]))
    except Broken:
        return 'broken'
    if len(seen) < trust['quorum']:
        return 'not judged'
    latest = seen[trust['quorum'] - 1] * 1_000 + 60_000
    last = int(file['proof']['last']['seq'])
    return 'broken' if any(instant_of(parse(step['record'])['at']) > latest for step in file['steps'][:last + 1]) else 'proven'


def judge(text, trust):
    file = read_file(text)
    if file is None:
        return {'integrity': 'no case file'}
    fault = verify_stream(file)
    if fault is not None:
        return {'integrity': 'broken', 'seq': fault[0], 'fault': fault[1], 'message': fault[2], 'completeness': 'not judged', 'time': 'not judged'}
    grade, checkpoint = completeness(file, trust)
    return {'integrity': 'proven', 'completeness': grade, 'time': time_grade(file, checkpoint, trust)}


def main(arguments):
    trust = {'logs': [], 'witnesses': [], 'quorum': 1}
    if arguments[:1] == ['--trust']:
        with open(arguments[1], encoding='utf-8') as file:
            trust.update(json.load(file))
        arguments = arguments[2:]
    if arguments == ['--lines']:
        for line in sys.stdin:
            print(json.dumps(judge(json.loads(line), trust)), flush=True)
        return 0
    worst = 0
    for path in arguments:
        with open(path, 'rb') as file:
            data = file.read()
        try:
            verdict = judge(data.decode('utf-8'), trust)
        except UnicodeDecodeError:
            verdict = {'integrity': 'no case file'}
        worst = max(worst, int('broken' in verdict.values() or verdict['integrity'] == 'no case file'))
        print(json.dumps({'file': path, **verdict}))
    return worst


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
