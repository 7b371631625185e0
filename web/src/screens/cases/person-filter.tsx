/** Chooses a person by a part of the name. */
import { Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findPeople, useMe, usePersonName } from '../../api/identity.ts';

interface PersonFilterProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (id: string | undefined) => void;
}

export const PersonFilter = ({ label, value, onChange }: PersonFilterProps) => {
  const { t } = useTranslation('cases');
  const me = useMe();
  const name = usePersonName(value);
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const wanted = text === name ? '' : text.trim();
  const { data } = useQuery({ queryKey: ['people', 'find', wanted], queryFn: () => findPeople(wanted), enabled: isOpen, placeholderData: keepPreviousData });
  const found = (data?.items ?? []).filter(({ id }) => id !== value && id !== me.id);
  // Who asks stands first: most look for their own.
  const people = [...(me.kind === 'person' ? [{ value: me.id, label: t('cases.filter.me', { name: me.name }) }] : []), ...(value === undefined || value === me.id ? [] : [{ value, label: name }]), ...found.map((one) => ({ value: one.id, label: one.name }))];
  return (
    <Select size="sm" className="filter-person" aria-label={label} placeholder={label} clearable searchable value={value ?? null} data={people} filter={({ options }) => options} nothingFoundMessage={t('cases.filter.nobody')}
      onSearchChange={setText} onDropdownOpen={() => setOpen(true)} onDropdownClose={() => setOpen(false)} onChange={(id) => onChange(id ?? undefined)} />
  );
};
