import js from '@eslint/js'
import jsdoc from 'eslint-plugin-jsdoc'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

/** Packages that only some folders may know (style.md "Folders and imports"). */
const electron = {
  group: ['electron', 'electron/*'],
  message: 'Electron lives in main/{index,window,menu,protocol}.ts, main/ipc, main/shell.'
}
const onnx = {
  group: ['onnxruntime-node', 'onnxruntime-common', '**/runtime/**'],
  message: 'onnxruntime lives in main/runtime and is used by main/worker.'
}
const sqlite = {
  group: ['better-sqlite3', '**/service/store/**'],
  message: 'SQLite lives in main/service/store and is used by main/service.'
}
const page = { group: ['**/renderer/**', 'svelte', 'svelte/*', 'echarts', 'echarts/*'] }
const networkModules = ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'undici']
const networkBut = (...allowed) => ({
  group: networkModules
    .filter((name) => !allowed.includes(name))
    .flatMap((name) => [name, `node:${name}`, `node:${name}/*`]),
  message: 'Nothing leaves this machine (SEC-12).'
})
const network = networkBut()

/** `no-restricted-imports` replaces, so each folder names all that it must not know. */
const forbid = (...patterns) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns: [network, ...patterns] }]
})

/** Ways from a string to markup or code (SEC-13), and out to the network (SEC-12). */
const dangerous = [
  ...['innerHTML', 'outerHTML', 'srcdoc'].map((name) => ({
    selector: `AssignmentExpression > MemberExpression.left[property.name='${name}']`,
    message: `${name} turns text into markup (SEC-13).`
  })),
  ...['insertAdjacentHTML', 'createContextualFragment', 'setHTMLUnsafe'].map((name) => ({
    selector: `CallExpression > MemberExpression.callee[property.name='${name}']`,
    message: `${name} turns text into markup (SEC-13).`
  })),
  {
    selector:
      "CallExpression > MemberExpression.callee[object.name='document'][property.name=/^writeln?$/]",
    message: 'document.write turns text into markup (SEC-13).'
  },
  {
    selector:
      'CallExpression[callee.name=/^set(Timeout|Interval)$/] > Literal.arguments:first-child',
    message: 'A timer takes a function, never text (SEC-13).'
  },
  {
    selector:
      "CallExpression[callee.name='fetch'], NewExpression[callee.name=/^(WebSocket|EventSource|XMLHttpRequest)$/]",
    message: 'Nothing leaves this machine (SEC-12).'
  },
  {
    selector:
      "CallExpression > MemberExpression.callee[object.name=/^(globalThis|window|self)$/][property.name='fetch']",
    message: 'Nothing leaves this machine (SEC-12).'
  },
  {
    selector: `ImportExpression > Literal.source[value=/^(node:)?(${networkModules.join('|')})$/]`,
    message: 'Nothing leaves this machine (SEC-12).'
  }
]
const ipcMain = {
  selector: "ImportSpecifier[imported.name='ipcMain'], MemberExpression[property.name='ipcMain']",
  message: 'handle() in main/ipc/handle.ts is the only use of ipcMain (SEC-07).'
}
const newWindow = {
  selector: 'NewExpression[callee.name=/^(BrowserWindow|BrowserView|WebContentsView|BaseWindow)$/]',
  message: 'createWindow in main/window.ts is the only place that makes a window (SEC-02).'
}
const remoteText = {
  selector: "CallExpression > MemberExpression.callee[object.name='shell'][property.name=/^open/]",
  message: 'Nothing outside the program is opened (SEC-14).'
}
const syntax = (...extra) => ({ 'no-restricted-syntax': ['error', ...dangerous, ...extra] })

export default ts.config(
  { ignores: ['out', 'dist', 'node_modules', '.cache', 'coverage', 'test/fixtures', 'resources'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs['flat/recommended'],
  {
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    linterOptions: { reportUnusedDisableDirectives: 'warn' },
    rules: {
      'max-lines': ['warn', { max: 400, skipBlankLines: true, skipComments: true }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-script-url': 'error',
      'no-undef': 'off',
      // Control, joining and combining characters are what this program shows and escapes.
      'no-control-regex': 'off',
      'no-misleading-character-class': 'off',
      eqeqeq: 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }
      ],
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      // Sets and maps inside a function are no state; state is replaced whole ($state.raw).
      'svelte/prefer-svelte-reactivity': 'off',
      // A blank between elements is written as {' '}.
      'svelte/no-useless-mustaches': 'off',
      ...syntax()
    }
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } }
  },
  {
    files: ['main/**/*.ts'],
    rules: { ...syntax(ipcMain, newWindow, remoteText), ...forbid(electron, page) }
  },
  { files: ['main/ipc/handle.ts'], rules: syntax(newWindow, remoteText) },
  { files: ['main/window.ts'], rules: syntax(ipcMain, remoteText) },
  {
    files: [
      'main/*.ts',
      'main/ipc/**/*.ts',
      'main/shell/**/*.ts',
      'main/processes/utility-process.ts'
    ],
    rules: forbid(page, onnx, sqlite)
  },
  {
    files: ['main/{checkpoint,tokenizer}/**/*.ts'],
    rules: forbid(electron, page, onnx, sqlite, {
      group: ['**/{graph,analyses,service,worker,processes,ipc}/**']
    })
  },
  {
    files: ['main/datasets/**/*.ts'],
    rules: forbid(electron, page, onnx, sqlite, {
      group: ['**/{graph,linalg,service,worker,processes,ipc,cli}/**']
    })
  },
  {
    files: ['main/graph/**/*.ts'],
    rules: forbid(electron, page, onnx, sqlite, { group: ['**/{service,worker,processes,ipc}/**'] })
  },
  {
    files: ['main/{analyses,linalg}/**/*.ts'],
    rules: forbid(
      electron,
      page,
      {
        group: ['onnxruntime-node', 'onnxruntime-common'],
        message: 'Analyses run on what main/runtime offers.'
      },
      sqlite,
      {
        group: ['**/{service,worker,ipc}/**'],
        allowTypeImports: true
      }
    )
  },
  {
    // The one module that opens connections, and only to the endpoint that the user named (SEC-12).
    files: ['main/analyses/labels/llm/connection.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [networkBut('http', 'https'), electron, page, onnx, sqlite] }
      ]
    }
  },
  {
    files: ['main/runtime/**/*.ts'],
    rules: forbid(electron, page, sqlite, {
      group: ['**/{service,worker,ipc}/**'],
      allowTypeImports: true
    })
  },
  { files: ['main/worker/**/*.ts'], rules: forbid(electron, page, sqlite) },
  { files: ['main/service/**/*.ts'], rules: forbid(electron, page, onnx) },
  {
    files: ['preload/**/*.ts'],
    rules: forbid(page, { group: ['**/main/**', 'node:*'], allowTypeImports: true })
  },
  {
    files: ['preload/**/*.ts'],
    ignores: ['preload/index.ts'],
    rules: forbid(page, electron, { group: ['**/main/**', 'node:*'], allowTypeImports: true })
  },
  {
    files: ['renderer/**/*.{ts,svelte}'],
    rules: forbid(electron, onnx, sqlite, {
      group: ['**/main/**', 'node:*'],
      message: 'The page knows neither main nor Node.'
    })
  },
  {
    files: ['main/{graph,analyses,checkpoint}/**/*.ts'],
    plugins: { jsdoc },
    rules: {
      'jsdoc/check-param-names': [
        'error',
        { checkDestructured: false, disableMissingParamChecks: true }
      ],
      'jsdoc/check-tag-names': 'error',
      'jsdoc/no-types': 'error'
    }
  },
  {
    // Tests try what the program must refuse.
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-restricted-imports': 'off',
      'no-eval': 'off',
      'no-new-func': 'off',
      'no-script-url': 'off',
      // Published figures are quoted with all their digits.
      'no-loss-of-precision': 'off'
    }
  }
)
