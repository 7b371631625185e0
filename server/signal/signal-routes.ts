import { theTenant } from '../../contract/key.ts';
import { broadcastSignal, signalBroadcast } from '../../contract/signal.ts';
import type { SignalEvent } from '../../engine/signal/index.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import { submitSignal } from '../command/submit.ts';
import type { RouteApp } from '../http/route-app.ts';
import type { ServerContext } from '../server-context.ts';

export const signalRoutes = (app: RouteApp, context: ServerContext): void => {
  app.post(
    '/signals/broadcast',
    { schema: { tags: ['Signal'], summary: 'Broadcast a signal', body: broadcastSignal, response: { 200: signalBroadcast } } },
    async (request) => {
      const { signalName: name, variables } = request.body;
      const { events } = await submitSignal(context, request, { type: 'BroadcastSignal', name, variables: (variables ?? {}) as JsonObject });
      const broadcast = (events as readonly SignalEvent[]).find((event) => event.type === 'SignalBroadcast');
      if (broadcast === undefined) throw new Error('Expected the signal to be broadcast, but its events do not say so');
      return { tenantId: theTenant, signalKey: broadcast.signal };
    },
  );
};
