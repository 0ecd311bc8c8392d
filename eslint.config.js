import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/**
 * Imports go one way. For each place: what it may import besides itself.
 * src/page.ts and src/worker.ts, which put things together, may import everything below the task pane.
 */
const directions = {
  'src/domain': [],
  'src/dataverse': ['src/domain'],
  'src/offline': ['src/domain'],
  'src/outlook': ['src/domain'],
  'src/shell': ['src/domain', 'src/sw/messages.ts'],
  'src/sw': ['src/domain'],
  'src/composition': ['src/domain', 'src/dataverse', 'src/offline', 'src/outlook', 'src/shell'],
  'src/taskpane': ['src/domain', 'src/page.ts'],
};

const beyond = ['sandbox', 'test', 'bench', 'scripts'];

const zones = [
  ...Object.entries(directions).map(([target, allowed]) => ({
    target: `./${target}`,
    from: './src',
    except: [target, ...allowed].map((place) => `./${place.replace('src/', '')}`),
    message: `${target} may import ${['itself', ...allowed].join(', ')} only.`,
  })),
  {
    target: './src/{page,worker}.ts',
    from: './src/taskpane',
    message: 'The task pane builds on the page, not the reverse.',
  },
  ...beyond.map((place) => ({
    target: './src',
    from: `./${place}`,
    message: `src never imports ${place}.`,
  })),
  {
    target: './sandbox',
    from: './src',
    except: ['./domain'],
    message:
      'The sandbox shares types of src/domain only: a shared encoder would hide a shared bug.',
  },
];

/** Dataverse tables that a generic screen or store would be tempted to name. */
const tables = 'account|contact|opportunity|incident|lead|task|phonecall|appointment|email';
const name = `Literal[value=/^(${tables})$/]`;
/** Where the same words mean something else: a kind of mail item, a column's format. */
const other = '/^(kind|format|email)$/';
const elsewhere = `JSXAttribute, TSLiteralType, SwitchCase, Property[key.name=${other}], BinaryExpression[left.property.name=${other}], BinaryExpression[left.expression.property.name=${other}]`;

export default tseslint.config(
  {
    ignores: [
      'dist',
      'dist-maps',
      '.sandbox',
      '.cache',
      '.chromium',
      'coverage',
      '**/*.generated.ts',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked, importX.flatConfigs.typescript],
    languageOptions: {
      parserOptions: {
        project: [
          './tsconfig.json',
          './tsconfig.worker.json',
          './tsconfig.node.json',
          './sandbox/outlook/page/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.js'] })],
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/require-array-sort-compare': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // A port's method is asynchronous by contract, whether its implementation waits or not.
      '@typescript-eslint/require-await': 'off',
      // Office.js gives plain strings where its types say enum.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // What the project builds is made of closures, not of methods that need their `this`.
      '@typescript-eslint/unbound-method': 'off',
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}', 'sandbox/**/*.{ts,tsx}'],
    rules: { 'max-lines': ['error', 300] },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: [
      'src/domain/tracking.ts',
      'src/domain/trip-source.ts',
      'src/domain/activity*.ts',
      'src/domain/actions/**',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          `:not(${elsewhere}) > ${name}`,
          `SwitchStatement:not([discriminant.property.name=${other}]) > SwitchCase > ${name}`,
        ].map((selector) => ({
          selector,
          message:
            "Tables come from the organisation's metadata; only tracking, activities, the CRM's actions and what a trip begins with may name one.",
        })),
      ],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/taskpane/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ regex: '^(preact|react|@zag-js)', message: 'Only the task pane renders.' }],
        },
      ],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/outlook/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'Office', message: 'Only src/outlook touches Office.js.' },
        { name: 'OfficeRuntime', message: 'Only src/outlook touches Office.js.' },
      ],
    },
  },
  {
    files: ['src/taskpane/**/*.tsx'],
    extends: [jsxA11y.flatConfigs.recommended],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    // What comes as JSON from outside is looked at as it is.
    files: ['test/**/*.{ts,tsx}', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: { globals: { process: 'readonly' } },
  },
);
