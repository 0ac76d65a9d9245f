import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

interface Container {
  readonly stopTimeout: number;
  readonly environment: readonly { readonly name: string; readonly value: string }[];
}

const read = (file: string): string => readFileSync(resolve(import.meta.dirname, '../..', file), 'utf8');
const { containerDefinitions } = JSON.parse(read('deploy/ecs-task-definition.json')) as {
  readonly containerDefinitions: readonly [Container];
};
const [worker] = containerDefinitions;

test('the task definition runs what the image has, as its user, and lets it drain', () => {
  const [, user] = /^USER (.+)$/m.exec(read('deploy/Dockerfile')) ?? [];
  const [, command = ''] = /^CMD (.+)$/m.exec(read('deploy/Dockerfile')) ?? [];
  expect(worker).toMatchObject({
    user,
    command: JSON.parse(command),
    readonlyRootFilesystem: true,
    linuxParameters: { initProcessEnabled: true, capabilities: { drop: ['ALL'] } },
    logConfiguration: { logDriver: 'awslogs' },
  });
  // Longer than the worker takes to drain.
  expect(worker.stopTimeout).toBeGreaterThan(25);
});

test('its variables are those that the README lists', () => {
  const readme = read('README.md');
  for (const { name } of worker.environment) expect(readme).toContain(name);
});

test('it holds no secret, only whole ARNs of secrets', () => {
  const names = worker.environment.map(({ name }) => name);
  expect(names.filter((name) => /(PASSWORD|SECRET|KEY)$/.test(name))).toEqual([]);
  // Without its suffix `…-tokens` looks to AWS like an ARN that has one: a hyphen and six characters.
  const arns = worker.environment.map(({ value }) => value).filter((value) => value.includes(':secret:'));
  expect(arns).toEqual([
    'arn:aws:secretsmanager:REGION:ACCOUNT_ID:secret:postern-batch-tokens-SUFFIX',
    'arn:aws:secretsmanager:REGION:ACCOUNT_ID:secret:postern-batch-password-SUFFIX',
  ]);
});
