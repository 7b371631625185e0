import { z } from 'zod';
import { form } from '../../contract/form.ts';
import { theTenant } from '../../contract/key.ts';
import { latestForm } from '../../runtime/query/resources.ts';
import type { RouteApp } from '../http/route-app.ts';
import { notFound } from '../problem/problem-error.ts';
import type { ServerContext } from '../server-context.ts';

export const formRoutes = (app: RouteApp, { runtime: { reads: database } }: ServerContext): void => {
  app.get(
    '/forms/:formId',
    { schema: { tags: ['Form'], summary: 'The latest version of a form', params: z.strictObject({ formId: z.string().min(1).max(512) }), response: { 200: form } } },
    async ({ params: { formId } }) => {
      const found = await latestForm(database, formId);
      if (found === undefined) throw notFound(`Form with id '${formId}' not found`);
      return { tenantId: theTenant, ...found };
    },
  );
};
