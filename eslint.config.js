import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

// The one place that says which room may open which door; docs/architecture.md says why.
const doors = [
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:lib', 'type:contract'] },
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['*'] },
  { sourceTag: 'scope:schema', onlyDependOnLibsWithTags: ['scope:schema'] },
  { sourceTag: 'scope:auth', onlyDependOnLibsWithTags: ['scope:auth'] },
  { sourceTag: 'scope:config', onlyDependOnLibsWithTags: ['scope:config'] },
  { sourceTag: 'scope:client', onlyDependOnLibsWithTags: ['scope:client'] },
  { sourceTag: 'scope:batch', onlyDependOnLibsWithTags: ['scope:batch', 'scope:client'] },
  { sourceTag: 'scope:codegen', onlyDependOnLibsWithTags: ['scope:codegen', 'scope:schema'] },
  { sourceTag: 'scope:local', onlyDependOnLibsWithTags: ['scope:local', 'scope:schema'] },
  { sourceTag: 'scope:graphql', onlyDependOnLibsWithTags: ['scope:graphql', 'scope:client', 'scope:schema'] },
];
const runtimes = [
  { sourceTag: 'runtime:any', onlyDependOnLibsWithTags: ['runtime:any'] },
  { sourceTag: 'runtime:browser', onlyDependOnLibsWithTags: ['runtime:any', 'runtime:browser'] },
  { sourceTag: 'runtime:node', onlyDependOnLibsWithTags: ['runtime:any', 'runtime:node'] },
];
const boundaries = (depConstraints) => [
  'error',
  { allow: ['#*'], banTransitiveDependencies: true, checkDynamicDependenciesExceptions: [], depConstraints },
];

// Tests and development servers run in Node and drive the local backend, whatever they belong to.
const workbench = ['**/*.test.ts', '**/*.test.tsx', '**/test-support/**', 'apps/web/dev/**'];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', 'test-results/**', '**/generated/**'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strict, prettier],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': boundaries([...doors, ...runtimes]),
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
      '@typescript-eslint/prefer-nullish-coalescing': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-invalid-void-type': ['error', { allowInGenericTypeArguments: true }],
      'no-console': 'error',
      'no-restricted-globals': ['error', { name: 'window', message: 'Keep browser code in apps/web.' }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'A library takes plain options; an app reads process.env once, at its edge.',
        },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: [
      'apps/**/*.ts',
      'apps/**/*.tsx',
      'tools/**/*.ts',
      'graphql/codegen.ts',
      '**/*.config.ts',
      ...workbench,
    ],
    rules: { 'no-restricted-syntax': 'off', 'no-restricted-globals': 'off' },
  },
  {
    files: workbench,
    rules: {
      '@nx/enforce-module-boundaries': boundaries([
        { sourceTag: '*', onlyDependOnLibsWithTags: ['type:lib', 'type:contract'] },
      ]),
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  // codegen.ts is configuration for a build tool, not part of the contract that it makes.
  { files: ['graphql/codegen.ts'], rules: { '@nx/enforce-module-boundaries': 'off' } },
);
