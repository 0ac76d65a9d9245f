import { runJob } from '@postern/batch';
import { GetItem, ItemsByStatus, UpdateItem } from '@postern/graphql';
import { nothingToClose, type JobKind } from './job-kind.ts';
import { timeZoneJob, timeZonesName } from './time-zones.ts';

/** Finds the time zone of every PENDING item. */
export const timeZones: JobKind = {
  name: timeZonesName,
  title: 'the time zones of pending items',
  operations: [ItemsByStatus, GetItem, UpdateItem],
  prepare: ({ retry }) =>
    Promise.resolve({
      run: (tools, options) => runJob(timeZoneJob({ ...tools, ...(retry ? { retry } : {}) }), options),
      close: nothingToClose,
    }),
};
