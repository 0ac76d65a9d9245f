/** Records to look at: enough for a second page, in every status, some that belong to a user. */
export function sampleData(owner: string): {
  Item: Record<string, unknown>[];
  BatchOperation: Record<string, unknown>[];
} {
  const names = [
    'Ålesund',
    'Bath',
    'Cusco',
    'Dakar',
    'Évora',
    'Fukuoka',
    'Ghent',
    'Hobart',
    'Izmir',
    'Jaipur',
  ];
  const statuses = ['PENDING', 'PENDING', 'COMPLETED', 'FAILED', 'PROCESSING', 'PENDING', 'COMPLETED'];
  const items = Array.from({ length: 60 }, (_, index) => {
    const status = statuses[index % statuses.length];
    const name = names[index % names.length] ?? 'Item';
    const round = Math.floor(index / names.length) + 1;
    return {
      id: `sample-${String(index + 1).padStart(3, '0')}`,
      name: round === 1 ? name : `${name} ${round}`,
      status,
      ...(index % 6 === 0 ? { owner } : {}),
      ...(status === 'COMPLETED'
        ? {
            metadata: JSON.stringify({ timeZone: 'Etc/UTC', sample: true }),
            batchProcessed: true,
            lastProcessedAt: '2026-11-20T08:15:00.000Z',
          }
        : {}),
    };
  });
  return { Item: items, BatchOperation: runs };
}

const runs = [
  {
    id: 'sample-run-1',
    operationType: 'TIME_ZONES',
    itemsProcessed: 5000,
    startTime: '2026-11-19T02:00:00.000Z',
    endTime: '2026-11-19T02:00:09.000Z',
    status: 'COMPLETED',
  },
  {
    id: 'sample-run-2',
    operationType: 'TIME_ZONES',
    itemsProcessed: 1200,
    startTime: '2026-11-20T02:00:00.000Z',
    status: 'FAILED',
  },
];
